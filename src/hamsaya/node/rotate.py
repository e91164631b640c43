"""Handing the log over to a new node key, which the old one and the new one sign (docs/protocol/keys.md).

It takes two officers: `people.second` runs it once the second has confirmed.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from hamsaya.core.keys import ROTATE, SigningKey, rotate_body
from hamsaya.core.note import encode_vkey
from hamsaya.node import sql
from hamsaya.node.join import add_key_entry
from hamsaya.node.keyring import create_key, high_water, key_path, read_key, sync_folder
from hamsaya.people.models import Pending
from hamsaya.people.roles import ADMIN, HEAD
from hamsaya.people.second import Action, register_action

ACTION = "key.rotate"


def rotate(compact: str, now: datetime) -> str:
    """Make a new node key, sign the handover into our log, and return the new key's line.

    The old key's file is kept beside it as `.before` until the next rotation, should the disk fail in between.
    """
    keys = settings.HAMSAYA_NODE.keys
    path, following = key_path(keys, compact), key_path(keys, compact, "next")
    old = read_key(path)
    new = read_key(following) if following.exists() else create_key(following, old.name)
    before = path.with_suffix(".before")
    _keep_copy(path, before)
    with sql.writing():
        following.replace(path)
        try:
            index = add_key_entry(compact, ROTATE, rotate_body(old, new), now=now)
        except BaseException:
            path.replace(following)
            before.replace(path)
            raise
    high_water(keys, compact).raise_to(index + 1)
    return encode_vkey(new.verify_key)


def _keep_copy(path: Path, before: Path) -> None:
    before.unlink(missing_ok=True)
    before.hardlink_to(path)
    sync_folder(path.parent)


def is_in_office(key: SigningKey, current: str | None) -> bool:
    """Tell whether the key in the file is the one that the log names."""
    return encode_vkey(key.verify_key) == current


def register() -> None:
    """Register the action: administrators and heads ask, another of them decides."""
    who = frozenset({ADMIN, HEAD})
    register_action(Action(ACTION, who, who, _run))


def _run(pending: Pending, now: datetime) -> None:
    rotate(pending.compact, now)
