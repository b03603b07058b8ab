"""`gather` on people nobody chose: as good as the best of all ways to make groups, and never against a rule."""

import time
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.matching.criteria import Criteria, Rules
from handslag.matching.encode import needed, offered, spoken
from handslag.matching.gathering import Sizes, gather, may_gather, may_join, speak
from handslag.matching.people import Mentee, Mentor
from handslag.matching.table import table_of
from tests.examples import examples
from tests.matching.made_up_people import ON, make_round

few = settings(max_examples=examples(120), deadline=None, derandomize=True)
ANYBODY = Criteria(rules=Rules(shared_language_level="a1"), on=ON)
rounds_of_talkers = st.builds(
    lambda seed, mentors, mentees: tuple(
        tuple(
            replace(
                person, languages={"sv": None, **({} if n % 3 else {"ar": "b1"})}, wants_gender="any", ready=n != 5,
                themes={**person.themes, "housing": 2},
            )
            for n, person in enumerate(side)
        )
        for side in make_round(seed, mentors, mentees)
    ),
    st.integers(0, 2**32), st.integers(1, 3), st.integers(2, 6),
)  # fmt: skip
sizes_choices = st.builds(Sizes, mentors=st.sampled_from([1, 2]), least=st.just(2), most=st.integers(2, 4))


def excludes(one, other):
    countries = {code.casefold() for code in other.background}
    return any(v.casefold() == other.id.casefold() or v.casefold() in countries for v in one.exclude)


def is_right(score, mentors, mentees, criteria):
    """Whether these are a group by everything that is told of a group, one person after the other."""
    level = criteria.rules.shared_language_level
    people = [*mentors, *mentees]
    languages = set.intersection(*(set(spoken(p, at_least=level)) for p in people))
    themes = set.intersection(*(set(needed(m)) for m in mentees)) & {t for m in mentors for t in offered(m)}
    allowed = all(score[m.id, t.id] >= 0 for m in mentees for t in mentors)
    return bool(languages and themes and allowed) and not any(
        excludes(a, b) or excludes(b, a) for side in (mentors, mentees) for a, b in combinations(side, 2)
    )


def best_by_trying_all(mentors, mentees, criteria, sizes):
    """(mentees placed, score) of the best set of groups: each mentor, or two, with each set of mentees left."""
    table = table_of(mentors, mentees, criteria, ())
    score = {
        (row.id, column.id): int(table.score[i, j])
        for i, row in enumerate(table.mentees)
        for j, column in enumerate(table.mentors)
    }
    able = [mentor for mentor in mentors if mentor.ready and mentor.places]
    possible = [
        ({m.id for m in (*leaders, *members)}, len(members), sum(score[a.id, b.id] for a in members for b in leaders))
        for leaders in combinations(able, sizes.mentors)
        for size in range(sizes.least, sizes.most + 1)
        for members in combinations(mentees, size)
        if is_right(score, leaders, members, criteria)
    ]

    def best(start, taken):
        answers = [(0, 0)]
        for number in range(start, len(possible)):
            people, placed, worth = possible[number]
            if not people & taken:
                more = best(number + 1, taken | people)
                answers.append((placed + more[0], worth + more[1]))
        return max(answers)

    return best(0, frozenset())


@few
@given(rounds_of_talkers, sizes_choices)
def test_the_groups_are_as_good_as_the_best_of_all_ways(people, sizes):
    mentors, mentees = people
    found = gather(mentors, mentees, ANYBODY, sizes)
    placed = [mentee for group in found.groups for mentee in group.mentees]
    assert found.optimal
    assert (len(placed), sum(g.score for g in found.groups)) == best_by_trying_all(mentors, mentees, ANYBODY, sizes)
    assert sorted([*placed, *found.left]) == sorted(mentee.id for mentee in mentees)


@few
@given(rounds_of_talkers, sizes_choices)
def test_every_group_keeps_every_rule(people, sizes):
    by_id = {person.id: person for side in people for person in side}
    found = gather(*people, ANYBODY, sizes)
    leading = [mentor for group in found.groups for mentor in group.mentors]
    assert len(leading) == len(set(leading))
    for group in found.groups:
        mentors, mentees = [by_id[m] for m in group.mentors], [by_id[m] for m in group.mentees]
        assert (len(mentors), sizes.least <= len(mentees) <= sizes.most) == (sizes.mentors, True)
        assert speak([*mentors, *mentees], ANYBODY, group.language) == {p.id for p in (*mentors, *mentees)}
        assert all(group.theme in needed(m) for m in mentees)
        assert any(group.theme in offered(m) for m in mentors)
        assert may_gather(mentors, mentees, ANYBODY)


@few
@given(rounds_of_talkers, st.randoms())
def test_the_order_of_people_changes_nothing(people, random):
    shuffled = [random.sample(side, len(side)) for side in people]
    assert gather(*shuffled, ANYBODY) == gather(*people, ANYBODY)


def somali(number, **more):
    return Mentee(id=f"e{number}", languages={"so": "native"}, themes={"housing": 3}, **more)


GUIDE = Mentor(id="m1", languages={"so": "native"}, themes={"housing": 3})


def test_two_who_are_kept_apart_are_in_no_group_together():
    mentees = [somali(1, exclude=["e2"]), somali(2), somali(3)]
    (group,) = gather([GUIDE], mentees).groups
    assert group.mentees in {("e1", "e3"), ("e2", "e3")}
    assert not may_gather([GUIDE], mentees[:2], Criteria())
    assert may_gather([GUIDE], mentees[1:], Criteria())


def test_a_country_that_one_mentee_excludes_keeps_another_mentee_out():
    mentees = [somali(1, exclude=["SO"]), somali(2, background=["SO"]), somali(3, background=["SE"])]
    (group,) = gather([GUIDE], mentees).groups
    assert group.mentees == ("e1", "e3") or group.mentees == ("e2", "e3")
    assert not may_gather([GUIDE], mentees[:2], Criteria())


def test_two_mentors_who_are_kept_apart_lead_no_group_together():
    other = replace(GUIDE, id="m2", exclude=["m1"])
    mentees = [somali(1), somali(2)]
    assert gather([GUIDE, other], mentees, sizes=Sizes(mentors=2)).groups == ()
    assert len(gather([GUIDE, replace(other, exclude=())], mentees, sizes=Sizes(mentors=2)).groups) == 1


def test_a_mentor_without_a_place_or_training_leads_no_group():
    mentees = [somali(1), somali(2)]
    assert gather([replace(GUIDE, places=0)], mentees).groups == ()
    assert gather([replace(GUIDE, ready=False)], mentees).groups == ()


def test_forbidden_pairs_stay_forbidden_in_groups():
    mentees = [somali(1), somali(2), somali(3)]
    assert gather([GUIDE], mentees, forbidden=[("e1", "m1")]).groups[0].mentees == ("e2", "e3")


def test_the_times_are_those_of_all_who_have_told():
    mentees = [somali(1, availability=["mon_am", "tue_eve"]), somali(2)]
    mentor = replace(GUIDE, availability=["tue_eve", "wed_eve"])
    assert gather([mentor], mentees).groups[0].times == ("tue_eve",)
    assert gather([GUIDE], [somali(1), somali(2)]).groups[0].times == ()


def test_the_theme_is_the_one_that_is_needed_most():
    mentees = [
        Mentee(id=f"e{n}", languages={"so": None, "sv": "b1"}, themes={"housing": 1, "health": 3}) for n in (1, 2)
    ]
    mentor = replace(GUIDE, languages={"so": "b1", "sv": "native"}, themes={"housing": 4, "health": 2})
    (group,) = gather([mentor], mentees).groups
    assert (group.theme, group.language) == ("health", "so")


@pytest.mark.parametrize("wrong", [{"mentors": 3}, {"least": 1}, {"most": 9}, {"least": 5, "most": 4}])
def test_sizes_that_no_group_has_are_refused(wrong):
    with pytest.raises(ValueError, match="a group has"):
        Sizes(**wrong)


def test_without_mentors_or_mentees_there_is_no_group():
    assert gather([], []).groups == ()
    assert gather([GUIDE], [somali(1)]).left == ("e1",)


def test_who_comes_to_a_group_has_to_fit_each_of_it_and_they_no_more_each_other():
    other = replace(GUIDE, id="m2", exclude=["m1"])
    there, new = [somali(1, exclude=["e2"]), somali(2)], somali(3)
    ended = [("e1", "m1")]
    assert may_join("e3", [GUIDE, other], [*there, new], Criteria(), ended)
    assert not may_join("e3", [GUIDE, other], [*there, new], Criteria(), [("e3", "m2")])
    assert not may_join("e3", [GUIDE], [*there, replace(new, exclude=["e2"])], Criteria())
    assert not may_join("e3", [GUIDE], [*there, replace(new, languages={"uk": "native"})], Criteria())


@pytest.mark.slow
def test_groups_of_many_take_no_longer_than_they_may():
    mentors = [replace(GUIDE, id=f"m{number:03}", themes={"housing": 3, "health": 3}) for number in range(150)]
    mentees = [
        Mentee(id=f"e{number:03}", languages={"so": None}, themes={"housing": 1 + number % 3}) for number in range(200)
    ]
    begun = time.monotonic()
    found = gather(mentors, mentees, sizes=Sizes(mentors=2), seconds=3)
    assert time.monotonic() - begun < 9  # a slow machine overshoots; without an end it takes a minute
    assert not found.optimal


def test_with_no_time_left_some_groups_come_and_are_not_called_the_best():
    mentors = [replace(GUIDE, id=f"m{number}") for number in range(4)]
    found = gather(mentors, [somali(number) for number in range(8)], sizes=Sizes(mentors=2, most=2), seconds=1e-6)
    assert len(found.groups) == 1  # those of the first two mentors who were looked at
    assert not found.optimal


def test_the_best_mentors_are_looked_at_first():
    poor = [replace(GUIDE, id=f"a{number}", languages={"uk": "native"}) for number in range(3)]
    (group,) = gather([*poor, GUIDE], [somali(1), somali(2)], sizes=Sizes(most=2), seconds=1e-6).groups
    assert group.mentors == ("m1",)
