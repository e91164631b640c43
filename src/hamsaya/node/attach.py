"""Files that an officer puts beside a letter: only of forms whose data on place and maker we can take off."""

from dataclasses import dataclass

from hamsaya.core.errors import Refused
from hamsaya.node.blob import LARGEST
from hamsaya.node.clean import JPEG, PDF, PNG, WORD, clean
from hamsaya.node.ledger import NewFile

MOST = 5
FORMS = ((JPEG, "image/jpeg", ".jpg"), (PNG, "image/png", ".png"), (PDF, "application/pdf", ".pdf"))
ZIP = b"PK\x03\x04"
ENDINGS = {media: ending for _, media, ending in FORMS} | {WORD: ".docx"}
"""What a file's name ends in, by its media type."""


@dataclass(frozen=True)
class Attached:
    """A file as it goes out, and what was taken off (`node.clean`)."""

    file: NewFile
    removed: tuple[str, ...]


def attach(data: bytes, name: str) -> Attached:
    """Return a file without data about itself; what it is tells its content, never its name.

    Raises Refused `file.too-large`, `file.form` for a form that we cannot clean, `file.broken` for one that is none.
    """
    if len(data) > LARGEST:
        raise Refused("file.too-large", limit=LARGEST, size=len(data))
    media = next((media for mark, media, _ in FORMS if data.startswith(mark)), WORD if data.startswith(ZIP) else "")
    cleaned = clean(data, media) if media else None
    if cleaned is None:
        raise Refused("file.form", name=name)
    return Attached(NewFile(cleaned.data, media, name), cleaned.removed)
