"""Reads CSV and XLSX files that anybody may have made: as rows of values, within bounds.

It holds no more in memory than its bounds say, computes no formula, follows no link, and looks only at the parts of a
workbook that cells need. It knows nothing of people, of Django or of the rest of Handslag, and speaks no language: what
it refuses it tells in codes, and whoever reads with it has the words.
"""
