"""Which node key may speak for a log at which size: a pure fold over the log's `key/1` entries (docs/protocol/keys.md).

A party's root key stays offline. `name` puts a node key in office and is signed by the root; `rotate` hands over to
a new one and is signed by both; `revoke` is signed by the root and names the last size that may be trusted.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hamsaya.core import canonical
from hamsaya.core.ed25519 import SigningKey, VerifyKey
from hamsaya.core.errors import HamsayaError, Untrusted
from hamsaya.core.fingerprint import fingerprint_words
from hamsaya.core.note import decode_vkey, encode_vkey

__all__ = [
    "KIND",
    "NAME",
    "REVOKE",
    "ROTATE",
    "KeyHistory",
    "NodeKey",
    "Revocation",
    "SigningKey",
    "VerifyKey",
    "fingerprint_words",
    "name_body",
    "revoke_body",
    "rotate_body",
]

KIND = "key/1"
NAME, ROTATE, REVOKE = "name", "rotate", "revoke"
_BY_ROOT, _BY_OLD, _BY_NEW = "by_root", "by_old", "by_new"
_DOMAIN = b"hamsaya key/1\n"

Body = dict[str, object]


@dataclass(frozen=True, slots=True)
class Revocation:
    """The last size trusted without a witness, and the index of the `revoke` entry.

    Between the two the key speaks only for what the neighbour cosigned: it did so before it could know.
    """

    trusted: int
    index: int


@dataclass(frozen=True, slots=True)
class NodeKey:
    """A node key and the sizes of checkpoints for which it speaks: `first` to `last`, both included."""

    key: VerifyKey
    first: int
    last: int | None = None
    parent: VerifyKey | None = None
    revoked: Revocation | None = None

    def is_valid(self, size: int, *, cosigned: bool) -> bool:
        """Return whether a checkpoint of `size` signed by this key counts."""
        if size < self.first or (self.last is not None and size > self.last):
            return False
        if self.revoked is None or size <= self.revoked.trusted:
            return True
        return cosigned and size <= self.revoked.index

    def revoke(self, trusted: int, index: int) -> "NodeKey":
        """Return the key revoked; of several revocations the smallest trusted size and the earliest entry count."""
        earlier = self.revoked or Revocation(trusted, index)
        return replace(self, revoked=Revocation(min(trusted, earlier.trusted), min(index, earlier.index)))


@dataclass(frozen=True, slots=True)
class KeyHistory:
    """The node keys of one log in the order of their naming, and the `key/1` entries that had no effect."""

    origin: str
    root: VerifyKey
    named: tuple[NodeKey, ...] = ()
    flags: tuple[tuple[int, str], ...] = ()

    def apply(self, index: int, value: object) -> "KeyHistory":
        """Return the history after the log's entry at `index`, given as parsed JSON; other kinds change nothing.

        Total: what is misshapen, wrongly signed or out of turn is flagged with a code and has no effect.
        """
        if not isinstance(value, dict) or value.get("kind") != KIND:
            return self
        act, body = value.get("act"), value.get("body")
        try:
            if isinstance(body, dict) and act == NAME:
                return self._name(index, body)
            if isinstance(body, dict) and act == ROTATE:
                return self._rotate(index, body)
            if isinstance(body, dict) and act == REVOKE:
                return self._revoke(index, body)
        except HamsayaError as error:
            return self._flag(index, error.code)
        return self._flag(index, "key.shape")

    def keys_at(self, size: int, *, cosigned: bool = False) -> tuple[VerifyKey, ...]:
        """Return the keys that may sign a checkpoint of `size`; `cosigned`: the neighbour has cosigned that one."""
        return tuple(each.key for each in self.named if each.is_valid(size, cosigned=cosigned))

    @property
    def current(self) -> VerifyKey | None:
        """Return the key in office, if any."""
        last = self.named[-1] if self.named else None
        return last.key if last and not last.revoked else None

    @property
    def all_keys(self) -> tuple[VerifyKey, ...]:
        """Return every key that ever was in office, revoked ones too: what it signed still binds as evidence."""
        return tuple(each.key for each in self.named)

    @property
    def cosigners(self) -> tuple[VerifyKey, ...]:
        """Return the keys whose cosignatures count, newest first: all but the revoked ones."""
        return tuple(each.key for each in reversed(self.named) if not each.revoked)

    def find(self, key: VerifyKey) -> NodeKey | None:
        """Return what is known of `key`."""
        return next((each for each in self.named if each.key == key), None)

    def _flag(self, index: int, code: str) -> "KeyHistory":
        return replace(self, flags=(*self.flags, (index, code)))

    def _name(self, index: int, body: Body) -> "KeyHistory":
        key = self._new_key(body)
        _verify(self.root, self.origin, NAME, body, _BY_ROOT)
        return self._succeed(NodeKey(key, index + 1))

    def _rotate(self, index: int, body: Body) -> "KeyHistory":
        key, old = self._new_key(body), _key(body, "old")
        if old != self.current:
            raise Untrusted("key.not-in-office")
        _verify(old, self.origin, ROTATE, body, _BY_OLD)
        _verify(key, self.origin, ROTATE, body, _BY_NEW)
        return self._succeed(NodeKey(key, index + 1, parent=old))

    def _succeed(self, new: NodeKey) -> "KeyHistory":
        """Both the old and the new key may sign the checkpoint that first holds the handover."""
        older = tuple(replace(each, last=new.first) if each.last is None else each for each in self.named)
        return replace(self, named=(*older, new))

    def _revoke(self, index: int, body: Body) -> "KeyHistory":
        key, size = _key(body, "key"), body.get("last")
        if type(size) is not int or not 0 <= size <= index:
            raise Untrusted("key.revoke-size")
        if not self.find(key):
            raise Untrusted("key.unknown")
        _verify(self.root, self.origin, REVOKE, body, _BY_ROOT)
        fallen = {key}
        named = []
        for each in self.named:
            if each.parent in fallen and each.first > size:
                fallen.add(each.key)
            named.append(each.revoke(size, index) if each.key in fallen else each)
        return replace(self, named=tuple(named))

    def _new_key(self, body: Body) -> VerifyKey:
        key = _key(body, "key")
        if key.name != self.origin:
            raise Untrusted("key.other-origin")
        if key == self.root or self.find(key):
            raise Untrusted("key.used-before")
        return key


def _key(body: Body, name: str) -> VerifyKey:
    line = body.get(name)
    if not isinstance(line, str):
        raise Untrusted("key.shape")
    return decode_vkey(line)


def _statement(origin: str, act: str, body: Mapping[str, object]) -> bytes:
    """Return what is signed: origin, act, and the body without its signatures."""
    bare = {name: each for name, each in body.items() if name not in {_BY_ROOT, _BY_OLD, _BY_NEW}}
    return _DOMAIN + canonical.encode({"act": act, "body": bare, "origin": origin})


def _verify(key: VerifyKey, origin: str, act: str, body: Body, name: str) -> None:
    line = body.get(name)
    try:
        signature = base64.b64decode(line, validate=True) if isinstance(line, str) else b""
    except ValueError:
        signature = b""
    key.verify(_statement(origin, act, body), signature)


def _sign(key: SigningKey, origin: str, act: str, body: Body) -> str:
    return base64.b64encode(key.sign(_statement(origin, act, body))).decode()


def name_body(root: SigningKey, key: VerifyKey) -> Body:
    """Return the body of a `name` entry: the root puts `key`, which bears the origin's name, in office."""
    body: Body = {"key": encode_vkey(key)}
    return body | {_BY_ROOT: _sign(root, key.name, NAME, body)}


def rotate_body(old: SigningKey, new: SigningKey) -> Body:
    """Return the body of a `rotate` entry, signed by both keys."""
    body: Body = {"key": encode_vkey(new.verify_key), "old": encode_vkey(old.verify_key)}
    signatures = {_BY_OLD: _sign(old, new.name, ROTATE, body), _BY_NEW: _sign(new, new.name, ROTATE, body)}
    return body | signatures


def revoke_body(root: SigningKey, key: VerifyKey, last: int) -> Body:
    """Return the body of a `revoke` entry: past `last` entries `key` is trusted only where it was cosigned."""
    body: Body = {"key": encode_vkey(key), "last": last}
    return body | {_BY_ROOT: _sign(root, key.name, REVOKE, body)}
