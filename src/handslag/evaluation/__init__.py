"""The ten indicators of a programme, computed from what the other rooms hold, as of any date.

It collects nothing itself. Every figure has its n and N.
"""
