"""Sets of questions and answers as data: screens, conditions, choices, and who may see which answer.

The schema follows XLSForm's words. An organisation edits a questionnaire by making a new version of it.
It does not know what an answer is used for.
"""
