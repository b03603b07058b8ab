"""Days in words: months have no capital, and the short ones of four letters are written out."""

SHORT_DATE_FORMAT = "j N Y"
SHORT_DATETIME_FORMAT = "j N Y H:i"
