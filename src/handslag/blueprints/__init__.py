"""Programme templates as content: a folder each with phases, questionnaires, units and documents.

The files are TOML and Markdown, read by the apps that need them; there is no other Python here.
A template is copied into an organisation's programme, so editing a file never changes a programme that runs.
"""
