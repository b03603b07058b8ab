"""The columns of a sheet: the field of the person that each fills, and how its cells are read."""

from dataclasses import dataclass

from handslag.matching import cells, coded, codes
from handslag.matching.cells import Reader


@dataclass(frozen=True)
class Column:
    field: str
    read: Reader


_BOTH = {
    "id": Column("id", cells.text),
    "name": Column("name", cells.text),
    "gender": Column("gender", coded.one_of(codes.GENDERS, "gender")),
    "birth_year": Column("birth_year", cells.birth_year),
    "languages": Column("languages", coded.languages),
    "background": Column("background", coded.countries),
    "availability": Column(
        "availability", coded.several(codes.SLOTS, "slot", show="day and part of day, mon_am to sun_eve (am, pm, eve)")
    ),
    "place": Column("place", cells.text),
    "lat": Column("latitude", cells.degrees(90)),
    "lon": Column("longitude", cells.degrees(180)),
    "formats": Column("formats", coded.several(codes.FORMATS, "format")),
    "trade": Column("trade", cells.texts),
    "kind": Column("kind", coded.several(codes.KINDS, "kind")),
    "interests": Column("interests", coded.several(codes.INTERESTS, "interest")),
    "traits": Column("traits", cells.traits),
    "wants_gender": Column("wants_gender", coded.one_of(codes.GENDER_WISHES, "gender_wish", unsaid="any")),
    "wants_gender_strict": Column("wants_gender_strict", cells.yes_no),
    "wants_age": Column("wants_age", coded.ages),
    "exclude": Column("exclude", cells.private),
}
MENTOR_COLUMNS = _BOTH | {
    "themes": Column("themes", coded.themes(codes.KNOWLEDGE_LEVELS)),
    "places": Column("places", cells.whole(0, 1000, empty=1)),
}
MENTEE_COLUMNS = _BOTH | {
    "themes": Column("themes", coded.themes(codes.NEED_LEVELS)),
    "waiting_since": Column("waiting_since", cells.day),
}
ALL_COLUMNS = {*MENTOR_COLUMNS, *MENTEE_COLUMNS}
REQUIRED = ("id", "languages")
# Several columns of a form may fill one of these: what they say is joined.
LISTS = frozenset(
    ("languages", "background", "availability", "formats", "trade", "kind", "interests", "traits", "themes",
     "wants_age", "exclude")
)  # fmt: skip
# Those that a form may ask as a grid, and what stands between the name of a row and the answer: `Monday` `evening`.
GRIDS = {"availability": " ", "languages": ":", "themes": ":"}
