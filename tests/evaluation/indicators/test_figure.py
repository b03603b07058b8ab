"""What a figure says of how it stands."""

import pytest

from handslag.evaluation.indicators import Figure


@pytest.mark.parametrize(
    ("value", "state"), [(None, "none"), (0.85, "on_track"), (0.84, "watch"), (0.75, "watch"), (0.74, "behind")]
)
def test_a_figure_says_in_a_word_how_it_stands(value, state):
    assert Figure("2", "", 0, 1, value, 0.85).state == state
