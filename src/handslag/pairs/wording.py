"""Codes of the engine in plain words: why a pair, what to look at twice, why somebody has no mentor.

No sentence here may tell of a private exclusion: a pair that is excluded reads like any other that does not fit.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from handslag.matching.codes import NOT_SAID, SLOTS
from handslag.matching.criteria import Rules
from handslag.programmes.models import Programme
from handslag.questionnaires.lists import language_name
from handslag.questionnaires.reading import in_language

from .decision_words import some_names
from .readiness import must_be_trained

MOST_REASONS = 3


def states() -> dict[str, tuple[str, str]]:
    """Code of a pair's state -> the kind of sign beside it (ui/status.html) and the word."""
    return {
        "asked": ("info", _("Asked")),
        "waiting": ("warn", _("First meeting to come")),
        "running": ("ok", _("Running")),
        "ended": ("", _("Ended")),
    }


_SIMPLE = {
    "background": gettext_lazy("They have a similar background."),
    "trade": gettext_lazy("They work in the same field."),
    "same_place": gettext_lazy("Both can meet in the same part of town."),
    "near": gettext_lazy("They live close to each other."),
    "temperament": gettext_lazy("They are alike in their ways."),
    "knows_well": gettext_lazy("The mentor knows much about what the mentee needs most."),
}

_WISHES = {
    ("gender_wish_mentee", "female"): gettext_lazy("The mentee asked for a woman."),
    ("gender_wish_mentee", "male"): gettext_lazy("The mentee asked for a man."),
    ("gender_wish_mentor", "female"): gettext_lazy("The mentor asked for a woman."),
    ("gender_wish_mentor", "male"): gettext_lazy("The mentor asked for a man."),
}

# What is named, the list that has its words, and the sentence.
_NAMING = {
    "themes": ("theme", gettext_lazy("The mentee needs help with this, and the mentor knows it: %(named)s.")),
    "kinds": ("kind", gettext_lazy("The mentor offers what the mentee looks for: %(named)s.")),
    "interests": ("interests", gettext_lazy("Both like: %(named)s.")),
}

_CAUTIONS = {
    "time_unknown": gettext_lazy("We do not know when both can meet. Ask them."),
    "no_common_time": gettext_lazy("They named no time when both can meet. Ask them first."),
    "no_common_format": gettext_lazy("One wants to meet in person, the other online."),
    "far_apart": gettext_lazy("They live far from each other."),
    "few_needs_met": gettext_lazy("The mentor knows little about what the mentee needs."),
    "gender_wish_mentee_not_met": gettext_lazy("The mentee's wish for a woman or a man is not met."),
    "gender_wish_mentor_not_met": gettext_lazy("The mentor's wish for a woman or a man is not met."),
    "age_wish_mentee_not_met": gettext_lazy("The mentee's wish about age is not met."),
    "age_wish_mentor_not_met": gettext_lazy("The mentor's wish about age is not met."),
    "very_different_temperament": gettext_lazy("They are very different in their ways."),
}

# Of kept rounds of an earlier version, which did not say whose.
_FORMER_CAUTIONS = {
    "gender_wish_not_met": gettext_lazy("A wish for a woman or a man is not met."),
    "age_wish_not_met": gettext_lazy("A wish about age is not met."),
}

_UNMATCHED = {
    "pauses": gettext_lazy("Wants nobody for now. Call first."),
    "answers": gettext_lazy("The answers do not suffice to suggest a mentor. Choose one by hand."),
    "not_ready": gettext_lazy("The answers do not suffice to suggest a mentor. Choose one by hand."),
    "no_mentor": gettext_lazy("No mentor has a place left."),
    "no_mentor_ready": gettext_lazy("No mentor with a free place is trained yet."),
    "no_common_format": gettext_lazy(
        "No mentor with a free place can meet in the way this mentee can (in person or online)."
    ),
    "no_mentor_in_place": gettext_lazy("No mentor with a free place can meet in the same place."),
    "required_gender": gettext_lazy(
        "A wish for a woman or a man has to be kept, and no mentor with a free place fits with it."
    ),
    "no_mentor_in_programme": gettext_lazy("No mentor is in this programme."),
}

_HELPS = {
    "places": gettext_lazy("It would help if %(mentor)s took one mentee more."),
    "ready": gettext_lazy("%(mentor)s would fit when the training is done."),
    "format": gettext_lazy("%(mentor)s would fit if they could agree how to meet."),
    "place": gettext_lazy("%(mentor)s would fit, but is in another place."),
    "gender": gettext_lazy("%(mentor)s would fit if the wish for a woman or a man could give way."),
}

# Where more than one has to give way, by name.
_GIVES_WAY = {
    "places": gettext_lazy("one mentee more"),
    "ready": gettext_lazy("the training"),
    "format": gettext_lazy("how to meet"),
    "place": gettext_lazy("the place"),
    "language": gettext_lazy("the level of the language"),
    "gender": gettext_lazy("the wish for a woman or a man"),
    "programme": gettext_lazy("the programme"),
}
_TOGETHER_HELP = gettext_lazy("%(mentor)s would fit only if all of this could give way: %(rules)s.")

# In the words of the list of levels, which every programme has.
_LANGUAGE_HELPS = gettext_lazy("%(mentor)s would fit if a lower level of a common language is enough: %(level)s.")


def reasons(contributions: Sequence[Mapping[str, Any]], programme: Programme) -> list[str]:
    """The reasons for a pair as sentences: the common language, then what the programme gives most weight to."""
    ordered = sorted(contributions, key=lambda row: (row["criterion"] != "language", -row["most"], -row["points"]))
    first = [row["facts"][0] for row in ordered if row["facts"]]
    further = [fact for row in ordered for fact in row["facts"][1:]]
    return [_reason(fact["what"], fact["codes"], programme) for fact in (first + further)[:MOST_REASONS]]


def _reason(what: str, codes: Sequence[str], programme: Programme) -> str:
    if what in _SIMPLE:
        return str(_SIMPLE[what])
    if what in _NAMING:
        name, sentence = _NAMING[what]
        return sentence % {"named": ", ".join(label(programme, name, code) for code in codes)}
    if what == "language":
        return _("Both speak %(languages)s.") % {"languages": languages(codes)}
    if what == "times":
        return _("Both can meet: %(times)s.") % {"times": ", ".join(slot(code) for code in codes)}
    if what == "waiting":
        months = int(codes[0])
        return ngettext("The mentee has waited %(n)s month.", "The mentee has waited %(n)s months.", months) % {
            "n": months
        }
    return str(_WISHES.get((what, "".join(codes[:1])), _("A wish about the other person is met.")))


def cautions(codes: Iterable[str]) -> list[str]:
    """What to look at twice, as sentences; codes that have no words yet are left out."""
    words = _CAUTIONS | _FORMER_CAUTIONS
    return [str(words[code]) for code in codes if code in words]


def unmatched(person: Mapping[str, Any], rules: str = "", every_place_taken: bool = False) -> list[str]:
    """Why somebody has no mentor, as sentences. `person`: what the round keeps of an unmatched mentee. `rules`: said
    after a sentence that leaves open which rule it is. `every_place_taken`: by pairs that everybody sees, so that it
    tells of no exclusion."""
    return [text for code in person["reasons"] for text in _why_unmatched(code, person, rules, every_place_taken)]


def leaves_open(person: Mapping[str, Any]) -> bool:
    """Whether one of the reasons names no rule."""
    return any(code not in _UNMATCHED and code != "no_shared_language" for code in person["reasons"])


def _why_unmatched(code: str, person: Mapping[str, Any], rules: str, every_place_taken: bool) -> list[str]:
    if code == "no_shared_language":
        text = _("No mentor with a free place speaks %(languages)s well enough.")
        return [text % {"languages": languages(person["languages"], _("or"))}]
    if code in _UNMATCHED:
        return [str(_UNMATCHED[code])]
    # NO_FREE_MENTOR_FITS, and codes of rounds from before, which told more.
    if every_place_taken:
        return [_("Every place is taken by the pairs that are suggested or decided.")]
    return list(filter(None, [_("No mentor with a free place fits under all the rules."), rules]))


def rules_in_words(programme: Programme, rules: Rules) -> str:
    """All the rules that there are, in a sentence: said to everybody alike, so that it gives none away."""
    of_engine = {
        "ready": must_be_trained(programme),
        "format": rules.same_format,
        "place": rules.same_place,
        "language": rules.shared_language_level is not None,
        "gender": True,
    }
    named = [str(_GIVES_WAY[rule]) for rule, holds in of_engine.items() if holds]
    of_people = [_("who was a pair before"), _("what you have said no to"), _("what people say in confidence")]
    return _("The rules are: %(rules)s.") % {"rules": _listed([*named, *of_people])}


def said_no(mentors: Sequence[str]) -> str:
    """Which mentors with a free place the team itself keeps from somebody: that is no secret."""
    return _("Of those with a free place, you have said no to %(mentors)s.") % {"mentors": some_names(mentors)}


def helps(person: Mapping[str, Any], mentors: Mapping[str, str], programme: Programme) -> list[str]:
    """What would give an unmatched mentee a mentor. `mentors`: id of the membership -> name."""
    return [
        text
        for relaxation in person["relaxations"]
        if relaxation["mentor"] in mentors and (text := _help(relaxation, mentors[relaxation["mentor"]], programme))
    ]


def _help(relaxation: Mapping[str, Any], mentor: str, programme: Programme) -> str:
    """Empty where nothing is said: about two without any language in common, and rules that the team cannot bend."""
    rules = [relaxation["rule"], *relaxation.get("also", ())]
    if "language" in rules and relaxation["to"] in ("none", None):
        return ""
    if len(rules) > 1:
        return _TOGETHER_HELP % {"mentor": mentor, "rules": _listed(str(_GIVES_WAY[rule]) for rule in rules)}
    if rules == ["language"]:
        return _LANGUAGE_HELPS % {"mentor": mentor, "level": label(programme, "cefr", relaxation["to"])}
    return _HELPS[rules[0]] % {"mentor": mentor} if rules[0] in _HELPS else ""


def lacks(units: int, required: int) -> str:
    """How far a mentor is in the training."""
    return _("%(done)s of %(required)s training units done") % {"done": units, "required": required}


def languages(codes: Iterable[str], last: str = "") -> str:
    """Languages by name: their own name, and that in the reader's language."""
    reader = get_language() or "en"
    return _listed((language_name(code, reader) for code in codes), last)


def level(programme: Programme, code: str | None) -> str:
    """How well somebody speaks a language; "" where it is not said."""
    return label(programme, "cefr", code) if code and code != NOT_SAID else ""


def spoken(programme: Programme, levels: Mapping[str, str | None]) -> str:
    """Languages by name, each with how well it is spoken."""
    named = ((languages([language]), level(programme, code)) for language, code in levels.items())
    return "; ".join(" – ".join(filter(None, one)) for one in named)


def slot(code: str) -> str:
    """One of the 21 times of a week."""
    part = code.partition("_")[2]
    number = SLOTS.index(code) // 3
    words = {"am": _("%(day)s morning"), "pm": _("%(day)s afternoon"), "eve": _("%(day)s evening")}
    return words[part] % {"day": WEEKDAYS[number]}


def label(programme: Programme, name: str, code: str) -> str:
    """The programme's words for a code of one of its lists."""
    rows = programme.lists.get(name, ())
    found = next((row["label"] for row in rows if row["code"] == code), None)
    return in_language(found, get_language() or "en") if found else str(code).replace("_", " ")


def _listed(names: Iterable[str], last: str = "") -> str:
    return get_text_list(list(names), last or _("and"))
