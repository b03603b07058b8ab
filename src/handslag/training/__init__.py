"""Training units of a programme, the sessions in which they are held, and who has completed them.

Attendance itself is taken in gatherings. Completion is derived from it and never stored.
"""
