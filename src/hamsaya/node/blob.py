"""Files and erasable texts outside the tree: the entry names a salted hash, and withdrawing one leaves every proof.

Small ones lie in the row, large ones encrypted in Django's storage; destroying salt, bytes and key withdraws one. Its
hash, size and media type remain.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from hamsaya.core.errors import Broken, Refused
from hamsaya.core.fields import Text
from hamsaya.core.kinds import Act
from hamsaya.core.salted import SALT_SIZE, salted_hash, verify_blob
from hamsaya.node import sql

IN_ROW = 16_384
LARGEST = 25_000_000
TEXT_MEDIA = "text/plain"
NONCE = bytes(12)
"""Each key encrypts one content, once."""


class FileLike(Protocol):
    """What goes with an act."""

    @property
    def data(self) -> bytes: ...
    @property
    def media(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NewBlob:
    """Content with its salt: what the hash covers, and what the neighbour needs to check it."""

    hash: str
    salt: bytes
    data: bytes
    media: str

    @property
    def size(self) -> int:
        """Return the content's size in bytes."""
        return len(self.data)


def salt_new(data: bytes, media: str) -> NewBlob:
    """Return content under a fresh salt."""
    if len(data) > LARGEST:
        raise Refused("file.too-large", limit=LARGEST, size=len(data))
    salt = secrets.token_bytes(SALT_SIZE)
    return NewBlob(salted_hash(salt, data), salt, data, media)


_erasables: dict[type[Act], tuple[str, ...]] = {}


def _erasable(act: type[Act]) -> tuple[str, ...]:
    if act not in _erasables:
        found = [name for name, field in act.fields.items() if isinstance(field, Text) and field.erasable]
        _erasables[act] = tuple(found)
    return _erasables[act]


def set_aside(
    act: type[Act], body: Mapping[str, Any], files: Sequence[FileLike]
) -> tuple[Mapping[str, Any], list[NewBlob]]:
    """Return the body with erasable texts replaced by salted hashes, and what the entry's `files` will name.

    A file that has its salt already keeps it: a second officer has confirmed it under that hash.
    """
    blobs = [each if isinstance(each, NewBlob) else salt_new(each.data, each.media) for each in files]
    replaced: dict[str, Any] = {}
    for name in _erasable(act):
        value = body.get(name)
        if isinstance(value, dict) and "text" in value:
            blobs.append(salt_new(value["text"].encode(), TEXT_MEDIA))
            replaced[name] = {"lang": value["lang"], "file": blobs[-1].hash}
    return ({**body, **replaced} if replaced else body), blobs


COLUMNS = "compact_id, hash, media, size, salt, data, key, stored_as"


def store(compact_id: int, blobs: Sequence[NewBlob]) -> None:
    """Store contents in the running transaction; those that are there already stay as they are."""
    if not blobs:
        return
    many = [_row(compact_id, each) for each in blobs]
    marks = ", ".join(["%s"] * len(many[0]))
    sql.run_many(f"INSERT INTO node_blob ({COLUMNS}) VALUES ({marks}) ON CONFLICT DO NOTHING", many)  # noqa: S608


def _row(compact_id: int, new: NewBlob) -> sql.Row:
    if new.size <= IN_ROW:
        return (compact_id, new.hash, new.media, new.size, new.salt, new.data, None, "")
    key = ChaCha20Poly1305.generate_key()
    sealed = ChaCha20Poly1305(key).encrypt(NONCE, new.data, new.hash.encode())
    name = default_storage.save(f"blobs/{new.hash[:2]}/{new.hash}", ContentFile(sealed))
    return (compact_id, new.hash, new.media, new.size, new.salt, None, key, name)


def read(compact_id: int, wanted: str) -> NewBlob | None:
    """Return content with its salt; None where it has not arrived or was withdrawn, Broken where storage lost it."""
    row = sql.one(
        "SELECT hash, salt, data, media, key, stored_as FROM node_blob WHERE compact_id = %s AND hash = %s",
        (compact_id, wanted),
    )
    if row is None or row[1] is None:
        return None
    name, salt, data, media, key, stored_as = row
    content = bytes(data) if data is not None else _unseal(name, bytes(key), stored_as)
    return NewBlob(name, bytes(salt), content, media)


def _unseal(name: str, key: bytes, stored_as: str) -> bytes:
    try:
        with default_storage.open(stored_as) as file:
            return ChaCha20Poly1305(key).decrypt(NONCE, file.read(), name.encode())
    except (OSError, InvalidTag) as error:
        raise Broken("file.lost", hash=name) from error


def texts(compact_id: int, wanted: Sequence[str]) -> dict[str, str]:
    """Return the texts that are here, by hash."""
    statement = "SELECT hash, data FROM node_blob WHERE compact_id = %s AND data IS NOT NULL AND hash IN ({})"
    found = sql.select_in(statement, (compact_id,), sorted(set(wanted)))
    return {name: bytes(data).decode(errors="replace") for name, data in found}


def withdrawn(compact_id: int, wanted: Sequence[str]) -> frozenset[str]:
    """Return which of these hashes name withdrawn contents."""
    statement = "SELECT hash FROM node_blob WHERE compact_id = %s AND withdrawn IS NOT NULL AND hash IN ({})"
    return frozenset(row[0] for row in sql.select_in(statement, (compact_id,), sorted(set(wanted))))


def missing(compact_id: int, limit: int = 1000) -> tuple[str, ...]:
    """Return hashes that records name and whose content has not arrived: what the exchange asks the neighbour for."""
    statement = (
        "SELECT substr(r.ref, 6) FROM node_recordref r LEFT JOIN node_blob b ON b.compact_id = r.compact_id"
        " AND b.hash = substr(r.ref, 6) WHERE r.compact_id = %s AND r.ref LIKE 'file:%%' AND b.hash IS NULL LIMIT %s"
    )
    if sql.is_sqlite():
        statement = statement.replace("%%", "%")
    return tuple(row[0] for row in sql.rows(statement, (compact_id, limit)))


def take(compact_id: int, wanted: str, salt: bytes, data: bytes, media: str) -> None:
    """Store content that came from the neighbour; Untrusted unless it has the hash, Refused if no record names it."""
    verify_blob(wanted, salt, data)
    with sql.writing():
        named = sql.one(
            "SELECT record_id FROM node_recordref WHERE compact_id = %s AND ref = %s", (compact_id, f"file:{wanted}")
        )
        if named is None:
            raise Refused("file.not-named", hash=wanted)
        store(compact_id, [NewBlob(wanted, salt, data, media)])


def withdraw(compact_id: int, wanted: str, now: int) -> None:
    """Destroy salt, bytes and key of one content; nothing that remains tells what it was."""
    row = sql.one("SELECT stored_as FROM node_blob WHERE compact_id = %s AND hash = %s", (compact_id, wanted))
    if row is None:
        raise Refused("file.not-here", hash=wanted)
    sql.overwrite_deleted(on=True)
    with sql.writing():
        sql.run(
            "UPDATE node_blob SET salt = NULL, data = NULL, key = NULL, stored_as = '', withdrawn = %s"
            " WHERE compact_id = %s AND hash = %s",
            (now, compact_id, wanted),
        )
    sql.overwrite_deleted(on=False)
    if row[0]:
        default_storage.delete(row[0])
