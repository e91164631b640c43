"""What comes out of a file: one text or several, with what is known about each and what was done to get it."""

from dataclasses import dataclass, field
from typing import Any

LARGEST = 5_000_000
"""Bytes; no report is longer, and what is longer is no report."""

Note = tuple[str, dict[str, Any]]
"""The code of a line (`intake.note_<code>`) and its values."""


@dataclass(frozen=True)
class Piece:
    """One text: `own` tells that it is the whole file, so that the file's digest is its digest."""

    name: str
    text: str
    media: str
    own: bool = True
    title: str = ""
    outlet: str = ""
    link: str = ""
    published: str = ""
    """"YYYY-MM-DD" where the file itself says so."""
    notes: tuple[Note, ...] = field(default=())
