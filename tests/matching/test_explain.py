"""What is said about a proposed pair, and about a mentee without one."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from handslag.matching import propose
from handslag.matching import table as table_module
from handslag.matching.alternatives import Alternative, WholeCost
from handslag.matching.criteria import Criteria, Rules
from handslag.matching.groups import Group
from handslag.matching.people import Mentee, Mentor
from handslag.matching.ranks import ranks
from handslag.matching.unmatched import Relaxation
from tests.examples import examples
from tests.matching import reference
from tests.matching.made_up_people import ON, make_round, rounds

ANYBODY = Criteria(rules=Rules(shared_language_level=None), on=date(2026, 9, 1))
AT_B1 = Criteria()


def cautions(mentor, mentee, criteria=ANYBODY):
    (pair,) = propose([mentor], [mentee], criteria).pairs
    return set(pair.cautions) - {"time_unknown"}


def unmatched(mentors, mentees, criteria=ANYBODY, **more):
    (person,) = propose(mentors, mentees, criteria, **more).unmatched
    return person


def ways_out(person):
    """The relaxations without what the pair would score."""
    return tuple(replace(relaxed, score=0) for relaxed in person.relaxations)


def test_alternatives_are_the_best_others_and_say_who_still_has_a_place():
    far = {"place": "Far"}
    mentors = [
        Mentor(id="m1", place="Near"),
        Mentor(id="m2", place="Near", background=("SO",)),
        Mentor(id="m3", **far),
        Mentor(id="m4", **far, background=("SO",)),
        Mentor(id="m5", **far, background=("SO",)),
        Mentor(id="m6", places=0),
    ]
    mentees = [
        Mentee(id="e1", place="Near", background=("SY",), languages={"ar": "native"}),
        Mentee(id="e2", place="Near", background=("SY",), languages={"ar": "native"}),
    ]
    pairs = propose(mentors, mentees, ANYBODY).pairs
    assert [(pair.mentee, pair.mentor) for pair in pairs] == [("e1", "m1"), ("e2", "m2")]
    best = pairs[0].score
    assert pairs[1].alternatives == (
        Alternative("m1", best, free=False, cost=WholeCost(0, 0, 0)),
        Alternative("m3", best - 1000, free=True, cost=WholeCost(0, 520, 0)),
        Alternative("m4", best - 1000 - 480, free=True, cost=WholeCost(0, 1000, 0)),
    )


def test_an_alternative_of_a_pinned_pair_has_no_cost():
    mentors, mentees = [Mentor(id="m1"), Mentor(id="m2")], [Mentee(id="e1")]
    (pair,) = propose(mentors, mentees, ANYBODY, pinned=[("e1", "m2")]).pairs
    assert pair.alternatives == (Alternative("m1", pair.score, free=True, cost=None),)


@pytest.mark.parametrize(
    ("mentor", "mentee", "caution"),
    [
        ({"availability": ("mon_am",)}, {"availability": ("tue_am",)}, "no_common_time"),
        ({"formats": ("in_person",)}, {"formats": ("online",)}, "no_common_format"),
        ({"place": "Malmö"}, {"place": "Lund"}, "far_apart"),
        ({"themes": {"health": 4}}, {"themes": {"housing": 3, "rights": 1}}, "few_needs_met"),
        ({"gender": "male"}, {"wants_gender": "female"}, "gender_wish_mentee_not_met"),
        ({"wants_gender": "female"}, {"gender": "male"}, "gender_wish_mentor_not_met"),
        ({"birth_year": 1960}, {"wants_age": ("18_30",)}, "age_wish_mentee_not_met"),
        ({"wants_age": ("18_30",)}, {"birth_year": 1960}, "age_wish_mentor_not_met"),
        ({"traits": (1, 1, 1, 5, 5)}, {"traits": (5, 5, 5, 1, 1)}, "very_different_temperament"),
    ],
)
def test_a_caution_names_what_to_look_at_twice(mentor, mentee, caution):
    assert cautions(Mentor(id="m", **mentor), Mentee(id="e", **mentee)) == {caution}


def test_people_who_only_meet_online_are_never_too_far_apart():
    mentor, mentee = Mentor(id="m", place="Malmö"), Mentee(id="e", place="Lund", formats=("online",))
    assert cautions(mentor, mentee) == set()


def test_unknown_times_are_a_caution():
    (pair,) = propose([Mentor(id="m", availability=("mon_am",))], [Mentee(id="e")], ANYBODY).pairs
    assert pair.cautions == ("time_unknown",)


def test_no_mentor_speaks_the_language_and_the_smallest_step_down_is_named():
    mentors = [
        Mentor(id="m1", languages={"sv": None}),
        Mentor(id="m2", languages={"sv": "native", "ti": "a1"}),
    ]
    person = unmatched(mentors, [Mentee(id="e", languages={"ti": "native", "sv": "a2"})], AT_B1)
    assert person.reasons == ("no_shared_language",)
    assert ways_out(person) == (Relaxation("language", mentor="m1", to="a2"),)


def test_a_mentee_for_whom_all_places_are_taken_is_told_what_would_help():
    person = unmatched([Mentor(id="m")], [Mentee(id="e1"), Mentee(id="e2")])
    assert (person.mentee, person.reasons) == ("e2", ("no_free_mentor_fits",))
    assert ways_out(person) == (Relaxation("places", mentor="m"),)


@pytest.mark.parametrize(
    ("mentor", "mentee", "rules", "reason", "rule"),
    [
        ({"ready": False}, {}, {}, "no_mentor_ready", "ready"),
        ({}, {"ready": False}, {}, "not_ready", "ready"),
        ({"gender": "male"}, {"wants_gender": "female", "wants_gender_strict": True}, {}, "required_gender", "gender"),
        ({"wants_gender": "female", "wants_gender_strict": True}, {}, {}, "required_gender", "gender"),
        ({"place": "Malmö"}, {"place": "Lund"}, {"same_place": True}, "no_mentor_in_place", "place"),
        (
            {"formats": ("online",)},
            {"formats": ("in_person",)},
            {"same_format": True},
            "no_common_format",
            "format",
        ),
        ({"programme": "a"}, {"programme": "b"}, {}, "no_mentor_in_programme", "programme"),
    ],
)
def test_each_open_rule_is_a_reason_and_can_be_relaxed(mentor, mentee, rules, reason, rule):
    criteria = Criteria(rules=Rules(shared_language_level=None, **rules))
    person = unmatched([Mentor(id="m", **mentor)], [Mentee(id="e", **mentee)], criteria)
    assert (person.reasons, ways_out(person)) == ((reason,), (Relaxation(rule, mentor="m"),))


def test_a_pinned_pair_does_not_move_for_a_relaxation():
    mentors = [Mentor(id="m1", programme="a"), Mentor(id="m2", programme="a")]
    mentees = [Mentee(id="e1", programme="a"), Mentee(id="e2", programme="b", exclude=("m2",))]
    free = unmatched(mentors, mentees, pinned=[("e1", "m2")])
    assert (free.mentee, ways_out(free)) == ("e2", (Relaxation("programme", mentor="m1"),))
    taken = Relaxation("places", mentor="m1", also=("programme",))
    assert ways_out(unmatched(mentors, mentees, forbidden=[("e1", "m2")])) == (taken,)
    movable = unmatched(mentors, mentees)
    assert ways_out(movable) == (Relaxation("programme", mentor="m1"),)
    assert ways_out(unmatched(mentors, mentees, pinned=[("e1", "m1")])) == (taken,)


def test_two_broken_rules_are_two_reasons_and_give_way_together():
    mentors = [
        Mentor(id="m1", ready=False, programme="a"),
        Mentor(id="m2", ready=False, programme="a", gender="male"),
    ]
    mentee = Mentee(id="e", programme="b", wants_gender="female", wants_gender_strict=True)
    person = unmatched([replace(mentors[0], gender="female"), mentors[1]], [mentee])
    assert person.reasons == ("no_mentor_ready", "no_mentor_in_programme")
    assert ways_out(person) == (Relaxation("ready", mentor="m1", also=("programme",)),)


def test_the_fewest_rules_that_are_named_would_place_the_person():
    """Each named rule is needed: without one of them the person stays alone, with all of them there is a mentor."""
    mentors = [Mentor(id="m", ready=False, programme="a", place="Lund")]
    mentee = Mentee(id="e", programme="b", place="Malmö")
    criteria = Criteria(rules=Rules(shared_language_level=None, same_place=True))
    (way,) = unmatched(mentors, [mentee], criteria).relaxations
    kept = {"ready": {"ready": False}, "programme": {"programme": "a"}, "place": {"place": "Lund"}}
    named = (way.rule, *way.also)
    assert set(named) == set(kept)
    for left_out in (None, *named):
        relaxed = {"ready": True, "programme": "b", "place": "Malmö"} | (kept[left_out] if left_out else {})
        found = propose([Mentor(id="m", **relaxed)], [mentee], criteria)
        assert len(found.pairs) == (0 if left_out else 1), left_out


@pytest.mark.parametrize("seed", range(5))
def test_among_many_people_the_same_is_said_of_the_unmatched_as_among_few(monkeypatch, seed):
    """With many the scores come from the compiled kernel, with few from the readable form."""
    mentors, mentees = make_round(seed, 30, 60)
    criteria = Criteria(rules=Rules(same_place=True, same_format=True), on=date(2026, 9, 1))
    found = propose(mentors, mentees, criteria).unmatched
    assert {relaxed.rule for person in found for relaxed in person.relaxations} >= {"places", "ready"}
    told = []
    monkeypatch.setattr(table_module, "_READABLE_UP_TO", 0)
    assert propose(mentors, mentees, criteria, tell=told.append).unmatched == found
    assert told[-1] == f"looking at who has no mentor: {len(found)} of {len(found)}"


def test_without_any_place_there_is_no_mentor():
    assert unmatched([Mentor(id="m", places=0)], [Mentee(id="e")]).reasons == ("no_mentor",)


def test_an_excluded_mentor_is_never_a_reason_an_alternative_or_a_way_out():
    mentee = Mentee(id="e", exclude=("m",))
    person = unmatched([Mentor(id="m")], [mentee])
    assert (person.reasons, person.relaxations) == (("no_free_mentor_fits",), ())
    assert person == unmatched([Mentor(id="m")], [Mentee(id="e")], forbidden=[("e", "m")])


def without_exclusions(people):
    return [replace(person, exclude=()) for person in people]


def test_whether_a_taken_mentor_is_excluded_is_no_matter_for_the_reasons():
    mentors, first = [Mentor(id="m")], Mentee(id="e1")
    told = [unmatched(mentors, [first, Mentee(id="e2", exclude=whom)]).reasons for whom in ((), ("m",))]
    assert told == [("no_free_mentor_fits",)] * 2


@settings(max_examples=examples(100))
@given(rounds())
def test_the_reasons_are_the_same_with_exclusions_as_without(people):
    with_them = {one.mentee: one.reasons for one in propose(*people, ANYBODY).unmatched}
    without = {one.mentee: one.reasons for one in propose(*map(without_exclusions, people), ANYBODY).unmatched}
    both = with_them.keys() & without.keys()
    assert {key: with_them[key] for key in both} == {key: without[key] for key in both}


@settings(max_examples=examples(100))
@given(rounds())
def test_of_who_is_excluded_the_same_is_said_as_of_who_is_forbidden(people):
    mentors, mentees = people
    criteria = Criteria(on=ON)
    closed = [
        (mentee.id, mentor.id)
        for mentee in mentees
        for mentor in mentors
        if reference.excludes(mentee, mentor) or reference.excludes(mentor, mentee)
    ]
    found = propose(*map(without_exclusions, people), criteria, forbidden=closed)
    assert found == propose(mentors, mentees, criteria)


def test_a_relaxation_may_work_by_moving_somebody_else():
    mentors = [Mentor(id="m1", languages={"ar": None}), Mentor(id="m2", languages={"ar": None, "so": None})]
    mentees = [
        Mentee(id="e1", languages={"so": None}),
        Mentee(id="e2", languages={"so": None, "ar": "a2"}),
        Mentee(id="e3", languages={"uk": None}, programme="x"),
    ]
    first = propose(mentors, mentees, AT_B1)
    assert {pair.mentor for pair in first.pairs} == {"m2"}
    (waiting, _) = first.unmatched
    assert waiting.reasons == ("no_free_mentor_fits",)
    relaxed = {relaxed.rule: relaxed for relaxed in waiting.relaxations}
    assert relaxed["places"].mentor == "m2"
    assert (relaxed["language"].mentor, relaxed["language"].to) == ("m1", "a2")


def test_a_relaxation_says_what_the_pair_would_score():
    mentors = [Mentor(id="m1", programme="a", place="Lund"), Mentor(id="m2", programme="a", place="Lund")]
    person = unmatched(mentors, [Mentee(id="e", programme="b", place="Malmö")])
    (relaxed,) = person.relaxations
    (pair,) = propose(mentors[:1], [Mentee(id="e", programme="a", place="Malmö")], ANYBODY).pairs
    assert relaxed == Relaxation("programme", mentor="m1", score=pair.score)


def test_groups_show_who_gets_a_mentor_and_how_good_a_one():
    mentors = [Mentor(id="m1", gender="female", place="Lund"), Mentor(id="m2", gender="female", place="Lund")]
    mentees = [
        Mentee(id="e1", gender="female", languages={"ar": "native", "sv": "a1"}, background=("sy",), place="Lund"),
        Mentee(id="e2", gender="female", languages={"ar": None}, background=("SY", "IQ"), place="Malmö"),
        Mentee(id="e3", gender="male", wants_gender="male", wants_gender_strict=True, languages={"sv": None}),
        Mentee(id="e4", exclude=("m1", "m2")),
    ]
    proposal = propose(mentors, mentees, ANYBODY)
    near, far = (pair.score for pair in proposal.pairs)
    both = (near + far) // 2
    assert near > far
    assert proposal.groups == (
        Group("gender", "female", mentees=2, matched=2, mean_score=both),
        Group("gender", "male", mentees=1, matched=0, mean_score=None),
        Group("gender", "not_said", mentees=1, matched=0, mean_score=None),
        Group("language", "ar", mentees=2, matched=2, mean_score=both),
        Group("language", "not_said", mentees=1, matched=0, mean_score=None),
        Group("language", "sv", mentees=2, matched=1, mean_score=near),
        Group("background", "IQ", mentees=1, matched=1, mean_score=far),
        Group("background", "SY", mentees=2, matched=2, mean_score=both),
        Group("background", "not_said", mentees=2, matched=0, mean_score=None),
    )


def test_a_pair_says_where_each_stands_for_the_other_one():
    """m2 is the best for both and goes to e2; m3 is closed to both and counts for nobody."""
    much, more = {"housing": 2}, {"housing": 4}
    mentors = [
        Mentor(id="m1", gender="female", themes=much),
        Mentor(id="m2", gender="female", themes=more),
        Mentor(id="m3", gender="male", themes=more),
    ]
    women = {"wants_gender": "female", "wants_gender_strict": True, "themes": {"housing": 3}}
    mentees = [Mentee(id="e1", **women), Mentee(id="e2", **women)]
    pairs = propose(mentors, mentees, ANYBODY, pinned=[("e1", "m1")]).pairs
    assert [(pair.mentee, pair.mentor, pair.mentor_rank, pair.mentee_rank) for pair in pairs] == [
        ("e1", "m1", 2, 1),
        ("e2", "m2", 1, 1),
    ]


def test_a_mentor_without_a_place_has_no_rank_before_others():
    mentors = [Mentor(id="m1", place="Near", places=0), Mentor(id="m2", place="Far")]
    (pair,) = propose(mentors, [Mentee(id="e", place="Near")], ANYBODY).pairs
    assert (pair.mentor, pair.mentor_rank) == ("m2", 1)


@pytest.mark.parametrize("seed", range(3))
def test_ranks_are_counted_one_by_one(seed):
    dice = np.random.default_rng(seed)
    score = dice.integers(-2, 6, (30, 12))
    rows, columns = np.nonzero(score >= 0)
    of_mentor, of_mentee = ranks(score, rows, columns)
    for row, column, mentor_rank, mentee_rank in zip(rows, columns, of_mentor, of_mentee, strict=True):
        assert mentor_rank == 1 + sum(other > score[row, column] for other in score[row])
        assert mentee_rank == 1 + sum(other > score[row, column] for other in score[:, column])


def test_among_too_many_people_nobody_has_a_rank():
    (pair,) = propose([Mentor(id="m")], [Mentee(id="e")], ANYBODY, whole_up_to=0).pairs
    assert (pair.mentor_rank, pair.mentee_rank) == (None, None)
