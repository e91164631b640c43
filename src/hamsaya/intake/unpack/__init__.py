"""From a file's bytes to the texts in it: plain text, Markdown, HTML, PDF, Word, e-mail, RSS and Atom."""

from hamsaya.intake.unpack.choose import unpack
from hamsaya.intake.unpack.model import LARGEST, Piece

__all__ = ["LARGEST", "Piece", "unpack"]
