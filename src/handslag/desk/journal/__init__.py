"""The journal in words: a sentence for every act, whom an act concerns, and the filters of its page.

The rooms write verbs and ids, the journal keeps them. Only this page reads them aloud, so the words stand in one table
here and not in every room; a test fails where a room records a verb that the table does not know.
"""
