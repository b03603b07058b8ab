"""`propose` on people nobody chose: the rules hold, the reasons add up, and nothing private shows."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.matching import propose
from handslag.matching.assign import ImpossiblePin
from handslag.matching.criteria import Criteria, Rules, Weights
from handslag.matching.people import Mentee, Mentor
from tests.examples import examples
from tests.matching import reference
from tests.matching.made_up_people import ON, make_round, rounds
from tests.matching.oracles import best_by_trying_all

many = settings(max_examples=examples(300), deadline=None, derandomize=True)
weights_choices = st.builds(
    Weights, **{name: st.integers(0, 30) for name in asdict(Weights())} | {"needs": st.integers(1, 30)}
)
rules_choices = st.builds(
    Rules,
    shared_language_level=st.sampled_from([None, "a1", "b1", "native"]),
    same_place=st.booleans(),
    same_format=st.booleans(),
)
criteria_choices = st.builds(
    Criteria,
    weights=weights_choices,
    rules=rules_choices,
    fairness=st.sampled_from(["floor", "leximin", "total"]),
    on=st.just(ON),
)
ANYBODY = Criteria(rules=Rules(shared_language_level=None), on=ON)


def pairs_of(proposal):
    return {(pair.mentee, pair.mentor) for pair in proposal.pairs}


def plain_score(people, mentee, mentor, criteria):
    """The score of two people by their ids, hard rules aside."""
    (one,) = [person for person in people[0] if person.id == mentor]
    (other,) = [person for person in people[1] if person.id == mentee]
    weights = asdict(criteria.weights)
    return sum(weights[name] * mark for name, mark in reference.marks(other, one, criteria).items())


@many
@given(rounds(), criteria_choices)
def test_the_proposal_is_the_best_by_a_plain_reading_of_rules_and_criteria(people, criteria):
    mentors, mentees = people
    weights = asdict(criteria.weights)
    score = [
        [
            sum(weights[name] * mark for name, mark in reference.marks(mentee, mentor, criteria).items())
            if reference.may_meet(mentee, mentor, criteria.rules)
            else -1
            for mentor in mentors
        ]
        for mentee in mentees
    ]
    proposal = propose(mentors, mentees, criteria)
    best = {
        "floor": (proposal.matched, proposal.worst or 0, proposal.total),
        "total": (proposal.matched, proposal.total),
        "leximin": (proposal.matched, sorted(pair.score for pair in proposal.pairs)),
    }
    assert best[criteria.fairness] == best_by_trying_all(score, [m.places for m in mentors], criteria.fairness)
    assert proposal.optimal
    numbers = {person.id: number for side in people for number, person in enumerate(side)}
    for pair in proposal.pairs:
        assert pair.score == score[numbers[pair.mentee]][numbers[pair.mentor]] >= 0
        for other in pair.alternatives:
            assert other.score == score[numbers[pair.mentee]][numbers[other.mentor]] >= 0


@many
@given(rounds(most=5), criteria_choices, st.randoms(use_true_random=False))
def test_the_proposal_is_the_same_whatever_order_people_come_in(people, criteria, random):
    mentors, mentees = map(list, people)
    before = propose(mentors, mentees, criteria)
    random.shuffle(mentors)
    random.shuffle(mentees)
    assert propose(mentors, mentees, criteria) == before


@many
@given(rounds(), criteria_choices)
def test_contributions_add_up_to_the_score_and_everybody_is_accounted_for(people, criteria):
    mentors, mentees = people
    proposal = propose(mentors, mentees, criteria)
    for pair in proposal.pairs:
        assert sum(pair.contributions.values()) == pair.score <= proposal.highest_score
        assert list(pair.contributions) == list(asdict(criteria.weights))
        assert pair.mentor not in [other.mentor for other in pair.alternatives]
    told_of = [pair.mentee for pair in proposal.pairs] + [person.mentee for person in proposal.unmatched]
    assert sorted(told_of) == sorted(mentee.id for mentee in mentees)
    assert all(person.reasons for person in proposal.unmatched)


@many
@given(rounds(), criteria_choices)
def test_a_private_exclusion_looks_exactly_like_a_pair_that_the_team_forbids(people, criteria):
    mentors, mentees = people
    excluded = [
        (mentee.id, mentor.id)
        for mentee in mentees
        for mentor in mentors
        if reference.excludes(mentee, mentor) or reference.excludes(mentor, mentee)
    ]
    open_mentors = [replace(mentor, exclude=()) for mentor in mentors]
    open_mentees = [replace(mentee, exclude=()) for mentee in mentees]
    with_exclusions = propose(mentors, mentees, criteria)
    assert with_exclusions == propose(open_mentors, open_mentees, criteria, forbidden=excluded)
    assert not pairs_of(with_exclusions) & set(excluded)
    for pair in with_exclusions.pairs:
        assert not {(pair.mentee, other.mentor) for other in pair.alternatives} & set(excluded)
    for person in with_exclusions.unmatched:
        assert not {(person.mentee, relaxed.mentor) for relaxed in person.relaxations} & set(excluded)
        for relaxed in person.relaxations:
            assert relaxed.score == plain_score(people, person.mentee, relaxed.mentor, criteria)


@many
@given(rounds(), criteria_choices)
def test_every_relaxation_of_an_open_rule_gives_one_more_mentee_a_mentor(people, criteria):
    mentors, mentees = people
    proposal = propose(mentors, mentees, criteria)
    numbers = {person.id: number for side in people for number, person in enumerate(side)}
    allowed = [[reference.may_meet(e, m, criteria.rules) - 1 for m in mentors] for e in mentees]
    for person in proposal.unmatched:
        for relaxed in person.relaxations:
            places, score = [m.places for m in mentors], [list(row) for row in allowed]
            rules = {relaxed.rule, *relaxed.also}
            if "places" in rules:
                places[numbers[relaxed.mentor]] += 1
            if rules - {"places"}:
                score[numbers[person.mentee]][numbers[relaxed.mentor]] = 0
            assert best_by_trying_all(score, places, "total")[0] == proposal.matched + 1


def without_costs(proposal):
    """As it comes from a table too large to work out what each alternative costs, and where everybody stands."""
    pairs = (
        replace(
            pair, alternatives=tuple(replace(other, cost=None) for other in pair.alternatives), mentor_rank=None,
            mentee_rank=None,
        )
        for pair in proposal.pairs
    )  # fmt: skip
    return replace(proposal, pairs=tuple(pairs))


@many
@given(rounds(), criteria_choices, st.data())
def test_the_cost_of_an_alternative_is_what_pinning_it_takes_from_the_whole(people, criteria, data):
    mentors, mentees = people
    proposal = propose(mentors, mentees, criteria)
    priced = [(pair.mentee, other) for pair in proposal.pairs for other in pair.alternatives]
    if not priced:
        return
    mentee, other = data.draw(st.sampled_from(priced))
    pinned = propose(mentors, mentees, criteria, pinned=[(mentee, other.mentor)])
    cost = other.cost
    assert cost.fewer_matched == proposal.matched - pinned.matched
    if cost.fewer_matched == 0 and criteria.fairness != "total":
        assert cost.lower_worst == proposal.worst - pinned.worst
    if (cost.fewer_matched, cost.lower_worst) == (0, 0) and criteria.fairness != "leximin":
        assert cost.lower_total == proposal.total - pinned.total


@many
@given(rounds(most=12), criteria_choices, st.data())
def test_a_table_too_large_to_lay_out_gives_the_same_proposal(people, criteria, data):
    mentors, mentees = people
    criteria = replace(criteria, fairness="floor" if criteria.fairness == "leximin" else criteria.fairness)
    allowed = [(e.id, m.id) for e in mentees for m in mentors if m.places and reference.may_meet(e, m, criteria.rules)]
    pinned = [data.draw(st.sampled_from(allowed))] if allowed and data.draw(st.booleans()) else []
    forbidden = data.draw(st.lists(st.sampled_from(allowed), unique=True, max_size=3)) if allowed else []
    forbidden = [pair for pair in forbidden if pair not in pinned]
    whole = propose(mentors, mentees, criteria, pinned=pinned, forbidden=forbidden)
    parts = propose(mentors, mentees, criteria, pinned=pinned, forbidden=forbidden, whole_up_to=0)
    assert parts == without_costs(whole)


@pytest.mark.slow
@settings(many, max_examples=examples(60))
@given(st.integers(0, 2**32), st.sampled_from(["floor", "total"]), st.booleans())
def test_a_large_round_in_parts_is_as_good_as_the_whole_table(seed, fairness, same_place):
    mentors, mentees = make_round(seed, 60, 90)
    rules = Rules(shared_language_level=None, same_place=same_place)
    criteria = Criteria(rules=rules, fairness=fairness, on=ON)
    whole, parts = propose(mentors, mentees, criteria), propose(mentors, mentees, criteria, whole_up_to=0)
    assert parts == without_costs(whole)
    assert parts.optimal


REFUSALS = {
    "gender": "not_said",
    "background": (),
    "availability": ("not_said",),
    "place": "",
    "formats": (),
    "kind": (),
    "trade": (),
    "interests": (),
    "traits": (),
    "themes": {},
    "wants_gender": "any",
    "wants_age": (),
    "birth_year": None,
    "languages": {},
}


@pytest.mark.parametrize("refused", sorted(REFUSALS))
@settings(many, max_examples=examples(80))
@given(rounds(least=1, most=1), st.booleans())
def test_a_refusal_never_lowers_a_score(refused, people, mentor_refuses):
    criteria = Criteria(rules=Rules(shared_language_level=None), on=ON)
    (one,), (other,) = people
    one = replace(one, ready=True, places=1, exclude=(), wants_gender_strict=False)
    other = replace(other, ready=True, exclude=(), wants_gender_strict=False)
    before = propose([one], [other], criteria)
    if mentor_refuses:
        one = replace(one, **{refused: REFUSALS[refused]})
    else:
        other = replace(other, **{refused: REFUSALS[refused]})
    assert propose([one], [other], criteria).total >= before.total


@many
@given(rounds(), criteria_choices, st.data())
def test_pins_hold_and_forbidden_pairs_stay_apart(people, criteria, data):
    mentors, mentees = people
    allowed = [(e.id, m.id) for e in mentees for m in mentors if m.places and reference.may_meet(e, m, criteria.rules)]
    if not allowed:
        return
    pinned = data.draw(st.sampled_from(allowed))
    forbidden = data.draw(st.lists(st.sampled_from(allowed), unique=True))
    forbidden = [pair for pair in forbidden if pair != pinned]
    proposed = pairs_of(propose(mentors, mentees, criteria, pinned=[pinned], forbidden=forbidden))
    assert pinned in proposed
    assert not proposed & set(forbidden)


def test_without_criteria_those_of_amir_are_used():
    mentors, mentees = [Mentor(id="m", languages={"ar": None})], [Mentee(id="e", languages={"ar": "b1"})]
    proposal = propose(mentors, mentees)
    assert (proposal.matched, proposal.highest_score) == (1, 10_000)


def test_who_has_waited_longest_gets_the_only_place():
    waiting = [Mentee(id="e1", waiting_since=ON), Mentee(id="e2", waiting_since=ON.replace(month=3))]
    assert pairs_of(propose([Mentor(id="m")], waiting, ANYBODY)) == {("e2", "m")}


def test_ties_go_by_id():
    mentees = [Mentee(id="e2"), Mentee(id="e1")]
    assert pairs_of(propose([Mentor(id="m")], mentees, ANYBODY)) == {("e1", "m")}


def test_the_refusal_of_a_pin_does_not_say_which_rule_it_breaks():
    excluding = Mentee(id="e", exclude=("m",))
    needing = Mentee(id="e", wants_gender="female", wants_gender_strict=True)
    words = set()
    for person in (excluding, needing):
        with pytest.raises(ImpossiblePin) as refusal:
            propose([Mentor(id="m", gender="male")], [person], ANYBODY, pinned=[("e", "m")])
        words.add(str(refusal.value))
    assert words == {"mentee e is pinned to mentor m, but the two may not be paired"}


def test_an_exclusion_of_a_country_holds_although_likeness_does_not_count():
    mentee = Mentee(id="e", background=("SY",), background_counts=False)
    assert propose([Mentor(id="m", exclude=("sy",))], [mentee], ANYBODY).matched == 0
    assert propose([Mentor(id="m", exclude=("so",))], [mentee], ANYBODY).matched == 1


def test_pins_beyond_places_or_on_two_mentors_are_refused_by_id():
    mentors, mentees = [Mentor(id="m"), Mentor(id="n")], [Mentee(id="e"), Mentee(id="f")]
    with pytest.raises(ImpossiblePin, match="mentor m has more pinned mentees than places"):
        propose(mentors, mentees, ANYBODY, pinned=[("e", "m"), ("f", "m")])
    with pytest.raises(ImpossiblePin, match="mentee e is pinned to more than one mentor"):
        propose(mentors, mentees, ANYBODY, pinned=[("e", "m"), ("e", "n")])


def test_leximin_is_refused_for_a_table_too_large_to_lay_out():
    criteria = replace(ANYBODY, fairness="leximin")
    with pytest.raises(ValueError, match="so many people cannot be matched by leximin"):
        propose([Mentor(id="m")], [Mentee(id="e")], criteria, whole_up_to=0)
    assert propose([Mentor(id="m")], [Mentee(id="e")], criteria).optimal


def test_an_unknown_id_is_refused():
    with pytest.raises(ValueError, match=r"forbidden pair \(e, x\): there is no such mentee or mentor here"):
        propose([Mentor(id="m")], [Mentee(id="e")], ANYBODY, forbidden=[("e", "x")])


def test_an_id_that_two_people_share_is_refused():
    with pytest.raises(ValueError, match="two mentees have the id 'e'"):
        propose([Mentor(id="m")], [Mentee(id="e"), Mentee(id="e")], ANYBODY)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("gender", "lady", "gender 'lady' is not known; expected one of female, male, other"),
        ("languages", {"sv": "good"}, "language level 'good' is not known"),
        ("availability", ("monday",), "slot 'monday' is not known"),
        ("themes", {"work": None}, "theme 'work' is not known"),
        ("traits", (1, 2), "traits must be 5 numbers from 1 to 5"),
        ("wants_age", ("young",), "age band 'young' is not known"),
    ],
)
def test_an_unknown_code_is_refused_and_not_passed_over(field, value, words):
    with pytest.raises(ValueError, match=words):
        propose([Mentor(id="m")], [Mentee(id="e", **{field: value})], ANYBODY)


@pytest.mark.parametrize("level", [-1, 5, 300, 1.5])
@pytest.mark.parametrize("kind", [Mentee, Mentor])
def test_a_level_that_is_none_is_refused(kind, level):
    """In eight bits 300 would be 44."""
    person, other = kind(id="a", themes={"housing": level}), (Mentor if kind is Mentee else Mentee)(id="b")
    with pytest.raises(ValueError, match="the level of theme 'housing' must be a number from 0 to 4"):
        propose(*([[other], [person]] if kind is Mentee else [[person], [other]]))
