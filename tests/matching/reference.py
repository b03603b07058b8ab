"""The criteria and hard rules once more, a pair at a time in the plainest Python, to check the arrays."""

from math import asin, cos, radians, sin, sqrt

from handslag.matching.codes import LEVELS, THEMES, age_band


def level(person, language):
    given = person.languages[language]
    return 6 if given in (None, "not_said") else LEVELS.index(given)


def speak_together(mentee, mentor, least):
    both = set(mentee.languages) & set(mentor.languages)
    return any(min(level(mentee, code), level(mentor, code)) >= LEVELS.index(least) for code in both)


def told(values):
    return {value for value in values if value and value != "not_said"}


def known(gender):
    return "" if gender == "not_said" else gender


def requirement_kept(asking, asked):
    return not asking.wants_gender_strict or asking.wants_gender in ("any", known(asked.gender))


def excludes(asking, asked):
    mine = {value.casefold() for value in asking.exclude}
    return bool(mine & {asked.id.casefold(), *(country.casefold() for country in told(asked.background))})


def may_meet(mentee, mentor, rules):
    place = mentee.place.strip().casefold(), mentor.place.strip().casefold()
    formats = told(mentee.formats), told(mentor.formats)
    return (
        mentee.ready
        and mentor.ready
        and mentee.programme == mentor.programme
        and (rules.shared_language_level is None or speak_together(mentee, mentor, rules.shared_language_level))
        and requirement_kept(mentee, mentor)
        and requirement_kept(mentor, mentee)
        and not (rules.same_place and all(place) and place[0] != place[1])
        and not (rules.same_format and all(formats) and not formats[0] & formats[1])
        and not excludes(mentee, mentor)
        and not excludes(mentor, mentee)
    )


def background(mentee, mentor, criteria):
    mine, theirs = (told(p.background) if p.background_counts else set() for p in (mentee, mentor))
    if not mine or not theirs or mine & theirs:
        return 100
    tongues = [{code for code in p.languages if level(p, code) == 6} for p in (mentee, mentor)]
    return 70 if not all(tongues) or tongues[0] & tongues[1] else 0


def gender_age(mentee, mentor, criteria):
    wishes = []
    for asking, asked in ((mentee, mentor), (mentor, mentee)):
        if asking.wants_gender != "any":
            wishes.append(known(asked.gender) in ("", asking.wants_gender))
        if told(asking.wants_age):
            wishes.append(age_fits(asked, told(asking.wants_age), criteria.on))
    return max(0, 100 - 50 * wishes.count(False))


def age_fits(person, bands, on):
    if person.birth_year is None or on is None:
        return True
    possible = (on.year - person.birth_year - 1, on.year - person.birth_year)
    return any(age_band(band)[0] <= age <= age_band(band)[1] for band in bands for age in possible)


def share(wanted, offered):
    return 100 * len(wanted & offered) // len(wanted) if wanted and offered else 100


def needs(mentee, mentor, criteria):
    wanted = {theme for theme, need in mentee.themes.items() if need != 0}
    offered = {theme for theme, knows in mentor.themes.items() if knows is None or knows >= 2}
    return (7 * share(wanted, offered) + 3 * share(told(mentee.kind), told(mentor.kind))) // 10


def availability(mentee, mentor, criteria):
    mine, theirs = told(mentee.availability), told(mentor.availability)
    return 100 * min(len(mine & theirs), 3) // 3 if mine and theirs else 100


def skills(mentee, mentor, criteria):
    trades = [{trade.casefold() for trade in told(p.trade)} for p in (mentee, mentor)]
    interests = [told(p.interests) for p in (mentee, mentor)]
    return sum(50 for mine, theirs in (trades, interests) if not mine or not theirs or mine & theirs)


def closeness(mentee, mentor, criteria):
    if mentee.latitude is None or mentor.latitude is None:
        places = mentee.place.strip().casefold(), mentor.place.strip().casefold()
        return 100 if not all(places) or places[0] == places[1] else 0
    far = criteria.rules.far_km
    return int(100 * min(max((far - km_between(mentee, mentor)) / (far - 1), 0), 1) + 1e-9)


def km_between(one, other):
    a, b = radians(one.latitude), radians(other.latitude)
    east = radians(one.longitude - other.longitude)
    return 2 * 6371 * asin(sqrt(sin((a - b) / 2) ** 2 + cos(a) * cos(b) * sin(east / 2) ** 2))


def temperament(mentee, mentor, criteria):
    both = [pair for pair in zip(mentee.traits, mentor.traits, strict=False) if all(pair)]
    return 100 - 100 * sum(abs(mine - theirs) for mine, theirs in both) // 20


def self_assessment(mentee, mentor, criteria):
    both = [(mentee.themes.get(theme) or 0, mentor.themes.get(theme) or 0) for theme in THEMES]
    both = [pair for pair in both if all(pair)]
    asked = sum(4 * need for need, _ in both)
    return 100 * sum(need * knows for need, knows in both) // asked if asked else 100


def waiting(mentee, mentor, criteria):
    if mentee.waiting_since is None:
        return 0
    return 100 * min((criteria.on - mentee.waiting_since).days, 365) // 365


def marks(mentee, mentor, criteria):
    """The marks of one pair by every criterion."""
    functions = (
        *(background, gender_age, needs, availability, skills),
        *(closeness, temperament, self_assessment, waiting),
    )
    return {function.__name__: function(mentee, mentor, criteria) for function in functions}
