"""Who walks the road, and on which days its stretches lie."""

from datetime import date, timedelta

SARA, EMRE, LEYLA, HANA = (f"{name}@grannar.example" for name in ("sara", "emre", "leyla", "hana"))
OMAR, RANA, AMINA = (f"{name}@grannar.example" for name in ("omar", "rana", "amina"))
# Bilal and Dawit have a phone and no e-mail: what others get by mail is told to them by phone.

FOUNDED = date(2026, 1, 5)
APPLIED = date(2026, 1, 12)
INTERVIEWED = date(2026, 1, 20)
CONFIRMED = date(2026, 1, 23)
INVITED = date(2026, 1, 27)
SESSIONS = [date(2026, 2, 9) + timedelta(weeks=week) for week in range(5)]
MATCHED = date(2026, 3, 10)
FIRST_MEETING = date(2026, 3, 12)
MEETINGS = [FIRST_MEETING + timedelta(weeks=week) for week in (1, 2, 3)]
ASKED_FOR_HELP = MEETINGS[1] + timedelta(days=1)
SUPERVISION = date(2026, 4, 16)
DIARY_DUE = SUPERVISION - timedelta(days=7)
DIARY_MISSED = SUPERVISION - timedelta(days=5)
LAST_LOOK = FIRST_MEETING + timedelta(days=335)
LAST_SURVEY = FIRST_MEETING + timedelta(days=350)
CLOSING = date(2027, 3, 10)
