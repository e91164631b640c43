"""Shapes: types that msgspec checks in one go, for what would otherwise be looked at value by value.

A shape holds only what the slow check would return unchanged. What it does not hold is looked at again by the slow
check, which alone refuses and says why: a shape may be too narrow, never too wide.
"""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec

DAY = (
    r"(?!0000)[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
"""Every day but the 29th of February, whose years the slow check knows."""
CLOCK = r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"


def text(pattern: str) -> Any:
    """Return the shape of texts that match a pattern from end to end."""
    return Annotated[str, msgspec.Meta(pattern=rf"^(?:{pattern})\Z")]


def record(name: str, shapes: list[tuple[str, Any] | tuple[str, Any, Any]], **options: Any) -> Any:
    """Return the shape of an object; a third item stands for what may be left out. Unknown names may be there."""
    return msgspec.defstruct(name, shapes, gc=False, **options)


def holder(shape: Any) -> Callable[[object], bool]:
    """Return what tells whether a value has the shape."""
    convert = msgspec.convert

    def holds(value: object) -> bool:
        try:
            convert(value, shape)
        except msgspec.ValidationError:
            return False
        return True

    return holds
