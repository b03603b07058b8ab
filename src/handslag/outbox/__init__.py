"""Messages to one person each: queued in the transaction of the act they tell of, sent by mail, read in the app.

Rooms compose them in their `notices.py`, in the language of the reader; when and how they leave is decided here.
It knows nothing of what a message is about, and it sends no codes: signing in mails those itself, at once.
"""
