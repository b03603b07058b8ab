"""Writes `applications.csv` and `applications.xlsx`: the same 60 made-up applications, always the same to the byte.

    python examples/make.py

Phone numbers are from the series that Sweden keeps free for fiction, addresses end in example.org.
"""

import csv
import io
from datetime import datetime
from pathlib import Path
from random import Random

import xlsxwriter

from people import MENTEES, MENTORS

HERE = Path(__file__).resolve().parent
DAYS = ("mon", "tue", "wed", "thu", "fri")
WEEKEND = ("sat", "sun")
# What each tile of the short application stands for.
TIMES = {
    "weekday_day": [f"{day}_{part}" for day in DAYS for part in ("am", "pm")],
    "weekday_eve": [f"{day}_eve" for day in DAYS],
    "weekend_day": [f"{day}_{part}" for day in WEEKEND for part in ("am", "pm")],
    "weekend_eve": [f"{day}_eve" for day in WEEKEND],
}
SLOTS = [f"{day}_{part}" for day in (*DAYS, *WEEKEND) for part in ("am", "pm", "eve")]
AREAS = ("employment", "education", "language", "housing", "health", "finances", "social", "rights")
KINDS = ("cultural_translator", "language", "emotional", "advocate", "advice", "role_model")
INTERESTS = ("sport", "food", "music", "nature", "crafts", "reading", "games", "children")
DIGITAL = ("mail", "online_form", "shared_document", "video_call")
CHANNELS = ("friend", "language_school", "association", "social_media", "flyer", "employment_service")
HOST = "sv"


def phones():
    """Mobile numbers of the series for fiction, each once."""
    return (f"070-174 {number // 100:02d} {number % 100:02d}" for number in range(605, 700))


def _some(random: Random, values, least: int, most: int) -> str:
    chosen = set(random.sample(list(values), random.randint(least, most)))
    return ";".join(value for value in values if value in chosen)


def _rated(text: str) -> dict[str, str]:
    return dict(part.split(":") for part in text.split(";"))


def _mail(name: str) -> str:
    return name.lower().replace("-", "").replace(" ", ".") + "@example.org"


def _age_band(born: int) -> str:
    age = 2026 - born
    return "under_18" if age < 18 else "18_30" if age <= 30 else "31_60" if age <= 60 else "over_60"


def mentor(line: tuple, random: Random, phone: str) -> dict:
    name, sex, born, country, came, languages, place, hours, life, knows, occupation, education, why = line
    known = _rated(knows)
    strict = random.random() < 0.1
    wish = sex if random.random() < 0.3 else "any"
    promises = {"Leyla Aydin": "unsure", "Idil Farah": "no"}.get(name, "yes")
    slots = set(random.sample(SLOTS, random.randint(7, 12)))
    row = {
        "role": "mentor", "full_name": name, "phone": phone, "email": _mail(name), "language": HOST,
        "heard_from": random.choice(CHANNELS), "birth_year": born, "sex": sex,
        "citizenship": country if random.random() < 0.6 else f"{country};SE", "background": country,
        "arrival_year": came, "languages": languages, "integration": life, "education": education,
        "occupation": occupation, "place": place, "motivation": why, "hours_month": hours,
        "helped_before": random.choice(("never", "informal", "informal", "organised")),
        "kind_offer": _some(random, KINDS, 1, 3), "interests": _some(random, INTERESTS, 1, 3),
        "slots": ";".join(slot for slot in SLOTS if slot in slots), "commit_year": promises,
        "format": random.choice(("in_person", "both", "both")), "places": 2 if hours == "8_more" else 1,
        "want_gender": wish, "want_strict": "" if wish == "any" else "must" if strict else "prefer",
        "digital": _some(random, DIGITAL, 2, 4), "conduct": "yes", "consent": "yes",
    }  # fmt: skip
    row |= {f"know_{area}": known.get(area, random.randint(1, 2)) for area in AREAS}
    row |= {f"trait_{n}": random.randint(1, 5) for n in range(1, 6)}
    return row | {f"self_{n}": random.randint(3, 5) for n in range(1, 7)}


def mentee(line: tuple, random: Random, phone: str) -> dict:
    (name, sex, born, country, came, languages, level, place, wanted, needs, times, wish, permit, work, occupation,
     education, hope, heard) = line  # fmt: skip
    need = _rated(needs)
    offered = [slot for time in times.split(";") for slot in TIMES[time]]
    chosen = set(random.sample(offered, max(3, len(offered) * 2 // 3)))
    months = (2026 - int(came[:4])) * 12 - int(came[5:7]) + 1
    row = {
        "role": "mentee", "full_name": name, "phone": phone, "language": languages.split(";")[0], "heard_from": heard,
        "languages": languages, "host_level": level, "place": place, "help_wanted": wanted, "times": times,
        "want_gender": wish, "permit": permit, "age_band": _age_band(int(born[:4])), "consent": "yes",
        "time_here": "under_6m" if months < 6 else "6_12m" if months <= 12 else "1_3y" if months <= 36 else "over_3y",
        "birth_date": born, "sex": sex, "citizenship": country, "background": country, "arrival": came,
        "contact_how": random.choice(("call", "text;chat", "call;text")), "phone_safe": "own",
        "interpreter": "none" if level in ("a2", "b1") else "phone", "education": education, "work_status": work,
        "occupation": occupation, "reads_own": "well" if education > 0 else "some",
        "language_course": "in_course" if level in ("none", "a1") else random.choice(("in_course", "done")),
        "kind_needed": _some(random, KINDS, 1, 2), "hopes": hope, "orientation_done": random.choice(("no", "part")),
        "slots": ";".join(slot for slot in SLOTS if slot in chosen), "format": random.choice(("in_person", "both")),
        "frequency": random.choice(("weekly", "weekly", "fortnightly")), "commit_year": "yes", "consent_data": "yes",
    }  # fmt: skip
    row |= {f"need_{area}": need.get(area, 0) for area in AREAS}
    return row | {f"trait_{n}": random.randint(1, 5) for n in range(1, 6)}


def rows() -> tuple[list[dict], list[dict]]:
    """The mentors and the mentees, in the order of `people.py`."""
    random, numbers = Random(2026), phones()  # noqa: S311 nothing secret is drawn here
    mentors = [mentor(line, random, next(numbers)) for line in MENTORS]
    return mentors, [mentee(line, random, next(numbers)) for line in MENTEES]


def as_csv(mentors: list[dict], mentees: list[dict]) -> bytes:
    columns = list(dict.fromkeys([*mentors[0], *mentees[0]]))
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows([*mentors, *mentees])
    return file.getvalue().encode("utf-8")


def as_xlsx(mentors: list[dict], mentees: list[dict]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2026, 1, 1)})
    bold = book.add_format({"bold": True})
    for title, people in (("mentors", mentors), ("mentees", mentees)):
        columns = [column for column in people[0] if column != "role"]
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(columns) - 1, 18)
        for at, column in enumerate(columns):
            sheet.write(0, at, column, bold)
            for number, person in enumerate(people, start=1):
                sheet.write(number, at, person[column])
    book.close()
    return file.getvalue()


if __name__ == "__main__":
    everybody = rows()
    (HERE / "applications.csv").write_bytes(as_csv(*everybody))
    (HERE / "applications.xlsx").write_bytes(as_xlsx(*everybody))
