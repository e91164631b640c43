"""An entry: one act, as one line of canonical JSON of at most 65,535 bytes (docs/protocol/entry.md)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from hamsaya.core import canonical, shape
from hamsaya.core.errors import Refused, Untrusted

MAX_ENTRY = 65_535
VERSION = 1

KIND = re.compile(r"[a-z][a-z0-9-]{0,47}/[1-9][0-9]{0,3}")
ACT = re.compile(r"[a-z][a-z0-9-]{0,47}")
PARTY = re.compile(r"[A-Z][A-Z0-9]{1,7}")
RECORD = re.compile(r"[A-Z][A-Z0-9]{1,7}/[a-z0-9][a-z0-9-]{0,62}")
MARK = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")
MEDIA = re.compile(r"[a-z0-9][a-z0-9.+-]{0,62}/[a-z0-9][a-z0-9.+-]{0,62}")
HASH = re.compile(r"[0-9a-f]{64}")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
MAX_POST = 128
MAX_FILES = 64


@dataclass(frozen=True, slots=True)
class Seen:
    """The neighbour's log as the writer had it: number of entries, and the root in hex."""

    size: int
    root: str


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file kept outside the tree: its salted hash in hex, its size in bytes, its media type."""

    hash: str
    size: int
    media: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One act about one record; `extra` holds top-level fields that this version does not know, as they came."""

    kind: str
    act: str
    record: str
    post: str
    at: str
    seen: Seen
    audience: str
    use: str
    body: Mapping[str, object]
    files: tuple[FileRef, ...] = ()
    v: int = VERSION
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def party(self) -> str:
        """Return the party that owns the record."""
        return self.record.partition("/")[0]


def encode_entry(entry: Entry) -> bytes:
    """Return the bytes of `entry`; raise Refused(`entry.*`, `canonical.*`) where the shape is wrong."""
    value = dict(entry.extra)
    value |= {
        "v": entry.v,
        "kind": entry.kind,
        "act": entry.act,
        "record": entry.record,
        "post": entry.post,
        "at": entry.at,
        "seen": {"size": entry.seen.size, "root": entry.seen.root},
        "audience": entry.audience,
        "use": entry.use,
        "body": dict(entry.body),
        "files": [{"hash": each.hash, "size": each.size, "media": each.media} for each in entry.files],
    }
    return encode_fields(value)


def encode_fields(value: Mapping[str, object]) -> bytes:
    """Return the bytes of an entry given by its fields as they stand on the wire; raises as `encode_entry` does."""
    plain = _is_plain(value)
    if not plain and (code := _fault(value)):
        raise Refused(code)
    data = canonical.encode(value, plain=plain)
    if len(data) > MAX_ENTRY:
        raise Refused("entry.too-long", limit=MAX_ENTRY, length=len(data))
    return data


def check_canonical(data: bytes) -> object:
    """Return the value in `data`; raise Untrusted unless it is canonical and at most 65,535 bytes. No shape check."""
    if len(data) > MAX_ENTRY:
        raise Untrusted("entry.too-long", limit=MAX_ENTRY, length=len(data))
    return canonical.decode(data)


def check_all_canonical(many: Sequence[bytes]) -> list[object]:
    """Return the values of entries, each checked as `check_canonical` does; raise what the first wrong one raises."""
    if max(map(len, many), default=0) > MAX_ENTRY:
        return [check_canonical(each) for each in many]
    return canonical.decode_all(many)


def decode_entry(data: bytes) -> Entry:
    """Return the entry in `data`; raise Untrusted(`entry.*`, `canonical.*`)."""
    return entry_from(check_canonical(data))


def entry_from(value: object) -> Entry:
    """Return the entry in a value that `check_canonical` returned; raise Untrusted(`entry.*`)."""
    if not isinstance(value, dict):
        raise Untrusted("entry.not-an-object")
    if code := _fault(value):
        raise Untrusted(code)
    fields = {name: value[name] for name in _CHECKS}
    fields["seen"] = Seen(**value["seen"])
    fields["files"] = tuple(FileRef(**each) for each in value["files"])
    return Entry(**fields, extra={name: each for name, each in value.items() if name not in _CHECKS})


def _fault(value: Mapping[str, object]) -> str | None:
    """Return the code of the first field that is missing or wrong."""
    for name, is_right in _CHECKS.items():
        if name not in value:
            return f"entry.{name}.missing"
        if not is_right(value[name]):
            return f"entry.{name}.wrong"
    return None


def _matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    match = pattern.fullmatch
    return lambda value: isinstance(value, str) and match(value) is not None


def _is_version(value: object) -> bool:
    return type(value) is int and value == VERSION


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= canonical.MAX_INTEGER


def _is_post(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_POST and value.isprintable()


def is_time(value: object) -> bool:
    """Return whether `value` is a time of the form `2025-01-31T23:59:59Z` that the calendar knows."""
    if not isinstance(value, str) or not TIME.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_seen(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"size", "root"}
        and _is_count(value["size"])
        and _is_hash(value["root"])
    )


def _is_file(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"hash", "size", "media"}
        and _is_hash(value["hash"])
        and _is_count(value["size"])
        and _is_media(value["media"])
    )


def _are_files(value: object) -> bool:
    return isinstance(value, list) and len(value) <= MAX_FILES and all(map(_is_file, value))


_is_hash = _matches(HASH)
_is_media = _matches(MEDIA)
_CHECKS: dict[str, Callable[[object], bool]] = {
    "v": _is_version,
    "kind": _matches(KIND),
    "act": _matches(ACT),
    "record": _matches(RECORD),
    "post": _is_post,
    "at": is_time,
    "seen": _is_seen,
    "audience": _matches(MARK),
    "use": _matches(MARK),
    "body": lambda value: isinstance(value, dict),
    "files": _are_files,
}


_PLAIN_DEPTH = 6


def _plain(depth: int) -> Any:
    """Return the shape of values that have a canonical form by their types alone, containers nested so deep."""
    number = Annotated[int, Meta(ge=-canonical.MAX_INTEGER, le=canonical.MAX_INTEGER)]
    if not depth:
        return str | bool | number | None
    inner = _plain(depth - 1)
    return str | bool | number | None | list[inner] | dict[str, inner]  # type: ignore[valid-type]  # made here


def _shape() -> Callable[[object], bool]:
    """Return what tells in one go that all fields are right, for a post in ASCII, and that there are no others."""
    count, digits = Annotated[int, Meta(ge=0, le=canonical.MAX_INTEGER)], shape.text(HASH.pattern)
    whole = {"forbid_unknown_fields": True}
    seen = shape.record("Seen", [("size", count), ("root", digits)], **whole)
    file = shape.record("File", [("hash", digits), ("size", count), ("media", shape.text(MEDIA.pattern))], **whole)
    mark = shape.text(MARK.pattern)
    return shape.holder(
        shape.record(
            "Entry",
            [
                ("v", Literal[VERSION]), ("kind", shape.text(KIND.pattern)), ("act", shape.text(ACT.pattern)),
                ("record", shape.text(RECORD.pattern)), ("post", shape.text(f"[ -~]{{1,{MAX_POST}}}")),
                ("at", shape.text(shape.DAY + shape.CLOCK)), ("seen", seen), ("audience", mark), ("use", mark),
                ("body", dict[str, _plain(_PLAIN_DEPTH)]),  # type: ignore[misc]  # made here
                ("files", Annotated[list[file], Meta(max_length=MAX_FILES)]),  # type: ignore[valid-type]
            ],
            **whole,
        )
    )  # fmt: skip


_is_plain = _shape()
