"""The whole AMIR road, from the flyer to the closing, in chapters: each a module, each stretch of the road a function.

Nothing is written to the database but the founding of the organisation; everything else is pressed and typed.
"""
