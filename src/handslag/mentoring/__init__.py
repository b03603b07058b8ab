"""What a pair does: its agreement, meetings, diary, plan with goals, and the formal steps taken.

A diary entry belongs to the mentor who wrote it and is sealed under the mentee's key.
Warnings drawn from it belong to supervision, figures to evaluation.
"""
