"""Conditions of questions, in XLSForm's words."""

import pytest

from handslag.questionnaires.expressions import ExpressionError, evaluate, names_in

ANSWERS = {"helping": "yes", "languages": ["ar", "sv"], "age": 30, "ticked": True, "none": [], "blank": ""}


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("", True),
        ("${helping} = 'yes'", True),
        ("${helping} != 'yes'", False),
        ("${missing} = ''", True),
        ("${none} != ''", False),
        ("${languages} != ''", True),
        ("selected(${languages}, 'ar')", True),
        ("selected(${languages}, 'a')", False),
        ("not(selected(${languages}, 'ar'))", False),
        ("count-selected(${languages}) >= 2", True),
        ("${age} >= 18 and ${age} < 30", False),
        ("${age} > 9", True),
        ("${ticked} != ''", True),
        ("${helping} = 'no' or ${age} = 30 and ${blank} = ''", True),
        ("(${helping} = 'no' or ${age} = 30) and ${blank} = 'x'", False),
        ('${helping} = "yes"', True),
    ],
)
def test_a_condition_is_worked_out(expression, holds):
    assert evaluate(expression, ANSWERS) is holds


@pytest.mark.parametrize(
    "wrong", ["${a} =", "(${a} = 'b'", "${a} = 'b' 'c'", "cos(${a})", "${a} ; 1", "selected(${a})"]
)
def test_what_is_no_condition_is_refused(wrong):
    with pytest.raises(ExpressionError):
        evaluate(wrong, {})


def test_the_questions_a_condition_looks_at_are_found():
    assert names_in("selected(${languages}, 'ar') or ${age} > 3") == {"languages", "age"}
