"""What mentors write about their mentees and goals: in English, and in Swedish who speaks no English.

Both have the same number of texts, so that the dice fall alike.
"""

from collections.abc import Iterable
from uuid import UUID

from handslag.pairs.lacking import told_in
from handslag.pairs.models import Pair
from handslag.pairs.turning import responses_of
from handslag.programmes.models import Programme
from handslag.programmes.roles import Role

# Area, goal, first step.
GOALS = {
    "en": [
        ("employment", "Hand in ten applications for work in care", "Write the CV with my mentor"),
        ("housing", "Stand in the housing queue and see two flats", "Register in the queue"),
        ("education", "Have my diploma accepted", "Find the form and the list of papers"),
        ("language", "Reach the next level of the language course", "Go to the language café on Thursdays"),
        ("finances", "Have a budget that holds for three months", "Write down every expense for two weeks"),
        ("social", "Join one association near my home", "Visit the football club"),
    ],
    "sv": [
        ("employment", "Söka tio jobb inom vården", "Skriva mitt CV tillsammans med min mentor"),
        ("housing", "Stå i bostadskön och titta på två lägenheter", "Anmäla mig till kön"),
        ("education", "Få min utbildning bedömd", "Hitta blanketten och se vilka papper som behövs"),
        ("language", "Klara nästa nivå på SFI", "Gå till språkkaféet på torsdagar"),
        ("finances", "Ha en budget som håller i tre månader", "Skriva upp allt jag köper i två veckor"),
        ("social", "Gå med i en förening nära mitt hem", "Besöka fotbollsklubben"),
    ],
}  # fmt: skip
SENTENCES = {
    "en": [
        "We wrote the first letter together and sent it.",
        "Practised what to say on the phone. It went well.",
        "We found out how the queue works.",
        "A calm talk about what comes next.",
        "We visited the library and got a card.",
    ],
    "sv": [
        "Vi skrev det första brevet tillsammans och skickade det.",
        "Vi övade på vad man säger i telefon. Det gick bra.",
        "Vi tog reda på hur kön fungerar.",
        "Ett lugnt samtal om vad som kommer sedan.",
        "Vi besökte biblioteket och skaffade ett lånekort.",
    ],
}
OWN_POINTS = {
    "en": "We write the day before if one of us cannot come.",
    "sv": "Vi hör av oss dagen innan om någon av oss inte kan komma.",
}


def languages_of(programme: Programme, pairs: Iterable[Pair]) -> dict[UUID, str]:
    """The language in which the mentor of each pair writes, by the id of the pair."""
    pairs = list(pairs)
    told = told_in(responses_of(programme, [pair.mentor for pair in pairs]))
    speak_english = {
        person for (person, role), coded in told.items() if role == Role.MENTOR and "en" in coded.get("languages", [])
    }
    return {pair.pk: "en" if pair.mentor.person_id in speak_english else "sv" for pair in pairs}
