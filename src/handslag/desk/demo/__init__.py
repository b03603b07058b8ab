"""The demonstration: a year told through the product's own actions, with dates relative to today.

Nothing here writes a row itself. Everybody is made up; phone numbers are from the series kept for fiction.
"""
