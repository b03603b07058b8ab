"""Writes the same people as exports of a form on the web: questions as headings, the words of the answers in the cells.

    python examples/google_forms.py

`google-forms-mentors.csv` is English, as Google Forms gives it; `google-forms-mentees-sv.xlsx` is Swedish, as a linked
sheet gives it. Questions and words are those of the template; grids stand as "question [row]".
"""

import csv
import io
import tomllib
from datetime import datetime, timedelta

import xlsxwriter
from babel import Locale
from make import AREAS, HERE, SLOTS, rows

TEMPLATE = HERE.parent / "src" / "handslag" / "blueprints" / "amir"
LISTS = tomllib.loads((TEMPLATE / "lists.toml").read_text(encoding="utf-8"))["list"]
DARI = {"en": "Dari", "sv": "dari"}
# Answers to tick boxes stand in one cell; a grid has a column for each row.
DAYS = {"en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        "sv": ("Måndag", "Tisdag", "Onsdag", "Torsdag", "Fredag", "Lördag", "Söndag")}  # fmt: skip
PARTS = {"en": {"am": "morning", "pm": "afternoon", "eve": "evening"},
         "sv": {"am": "förmiddag", "pm": "eftermiddag", "eve": "kväll"}}  # fmt: skip


class Words:
    """The questions and answers of one questionnaire or more in one language."""

    def __init__(self, language: str, *keys: str):
        self.language, self.names = language, Locale.parse(language)
        files = [
            tomllib.loads((TEMPLATE / "questionnaires" / f"{key}.toml").read_text(encoding="utf-8")) for key in keys
        ]
        screens = [screen for file in reversed(files) for screen in file["screen"]]
        self.questions = {q["name"]: q for screen in screens for q in screen.get("question", [])}
        # A page with one question is asked by its title.
        self.titles = {
            screen["question"][0]["name"]: screen["title"][language]
            for screen in screens
            if len([q for q in screen.get("question", []) if q["type"] != "note"]) == 1
        }

    def heading(self, name: str) -> str:
        if name == "place" and name in self.titles:
            return self.titles[name]
        return self.titles[name] if name == "help_wanted" else self.questions[name]["label"][self.language]

    def answer(self, name: str, value: object) -> str:
        """What the form would have kept of the codes in `value`."""
        question = self.questions[name]
        if question["type"] == "acknowledge":
            return question["label"][self.language]
        if not question["type"].startswith("select"):
            return str(value)
        return ", ".join(self.word(question, code) for code in str(value).split(";") if code)

    def word(self, question: dict, code: str) -> str:
        kind = question.get("list", "")
        if kind == "@country":
            return self.names.territories[code]
        if kind == "@language":
            return self.tongue(code)
        found = LISTS.get(kind.lstrip("@"), []) + (LISTS["not_said"] if question.get("not_said") else [])
        return next((row["label"][self.language] for row in found if row["code"] == code), code)

    def tongue(self, code: str) -> str:
        name = DARI[self.language] if code == "prs" else self.names.languages[code]
        return name[0].upper() + name[1:]

    def slots(self, text: str) -> dict[str, str]:
        """The week as a grid: a column for each day, the parts of the day as ticks."""
        chosen, found = set(text.split(";")), {}
        for number, day in enumerate(DAYS[self.language]):
            own = [slot for slot in SLOTS[3 * number : 3 * number + 3] if slot in chosen]
            parts = [PARTS[self.language][slot.rpartition("_")[2]] for slot in own]
            found[f"{self.heading('slots')} [{day}]"] = ", ".join(part.capitalize() for part in parts)
        return found


def mentor(person: dict, words: Words, sent: datetime) -> dict:
    spoken = dict(part.split(":") for part in person["languages"].split(";"))
    row = {"Timestamp": sent.strftime("%Y/%m/%d %I:%M:%S %p GMT+1")}
    for name in ("full_name", "phone", "email", "birth_year", "sex", "citizenship", "background", "arrival_year"):
        row[words.heading(name)] = words.answer(name, person[name])
    row[words.heading("languages")] = words.answer("languages", ";".join(spoken))
    for code, level in spoken.items():
        question = words.questions["level_LANG"]
        row[f"How well do you speak these languages? [{words.tongue(code)}]"] = words.word(question, level)
    for name in ("integration", "education", "occupation"):
        row[words.heading(name)] = words.answer(name, person[name])
    for area in AREAS:
        label = next(entry["label"]["en"] for entry in LISTS["area"] if entry["code"] == area)
        row[f"How much do you know about these things? [{label}]"] = str(person[f"know_{area}"])
    for name in ("kind_offer", "interests", "motivation", "helped_before"):
        row[words.heading(name)] = words.answer(name, person[name])
    row |= words.slots(person["slots"])
    for name in ("hours_month", "commit_year", "format", "place", "places", "want_gender", "want_strict", "digital",
                 "conduct", "heard_from", "consent"):  # fmt: skip
        row[words.heading(name)] = words.answer(name, person[name])
    return row


def mentee(person: dict, words: Words, sent: datetime) -> dict:
    row: dict = {"Tidstämpel": sent}
    row["Namn"] = person["full_name"]
    for name in ("phone", "languages", "host_level", "place", "help_wanted", "times", "want_gender", "permit",
                 "age_band", "time_here"):  # fmt: skip
        row[words.heading(name)] = words.answer(name, person[name])
    row[words.heading("birth_date")] = datetime.fromisoformat(person["birth_date"])
    for name in ("sex", "citizenship", "work_status", "hopes"):
        row[words.heading(name)] = words.answer(name, person[name])
    for area in AREAS:
        label = next(entry["label"]["sv"] for entry in LISTS["area"] if entry["code"] == area)
        row[f"Hur mycket hjälp vill du ha med det här? [{label}]"] = words.answer(
            "need_language", person[f"need_{area}"]
        )
    row |= words.slots(person["slots"])
    for name in ("heard_from", "consent"):
        heading = "Hur hörde du talas om oss?" if name == "heard_from" else words.heading(name)
        question = words.questions.get(name) or {"type": "select_one", "list": "@channel"}
        row[heading] = words.word(question, person[name]) if name == "heard_from" else words.answer(name, "yes")
    return row


def columns_of(people: list[dict]) -> list[str]:
    """The headings in the order in which they first come, grids kept together."""
    names = list(dict.fromkeys(name for person in people for name in person))
    first = {name.partition(" [")[0]: at for at, name in reversed(list(enumerate(names)))}
    return sorted(names, key=lambda name: first[name.partition(" [")[0]])


def as_csv(people: list[dict]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns_of(people), restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(people)
    return file.getvalue().encode("utf-8")


def as_xlsx(people: list[dict]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2026, 1, 1)})
    moment, day = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Formulärsvar 1")
    sheet.freeze_panes(1, 0)
    columns = columns_of(people)
    for at, column in enumerate(columns):
        sheet.write(0, at, column)
        for number, person in enumerate(people, start=1):
            value = person.get(column, "")
            if isinstance(value, datetime):
                sheet.write_datetime(number, at, value, moment if at == 0 else day)
            else:
                sheet.write_string(number, at, value)
    book.close()
    return file.getvalue()


if __name__ == "__main__":
    mentors, mentees = rows()
    sent = [datetime(2026, 1, 7, 8, 15) + timedelta(hours=11 * n, minutes=7 * n) for n in range(60)]
    english, swedish = Words("en", "mentor_application"), Words("sv", "mentee_application", "mentee_interview")
    people = [mentor(person, english, at) for person, at in zip(mentors, sent, strict=False)]
    (HERE / "google-forms-mentors.csv").write_bytes(as_csv(people))
    people = [mentee(person, swedish, at) for person, at in zip(mentees, sent, strict=False)]
    (HERE / "google-forms-mentees-sv.xlsx").write_bytes(as_xlsx(people))
