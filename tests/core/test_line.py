"""A short line takes Persian half-spaces and refuses every other unprinted character."""

import pytest

from hamsaya.core.errors import Refused
from hamsaya.core.fields import Line


def test_persian_half_space_is_writing() -> None:
    assert Line().check(" نامه‌ها ") == "نامه‌ها"


@pytest.mark.parametrize("line", ["a\u202eb", "a\u0000b", "a\nb", "a\u200db"])
def test_other_unprinted_characters_are_refused(line: str) -> None:
    with pytest.raises(Refused, match=r"field\.control-character"):
        Line().check(line)
