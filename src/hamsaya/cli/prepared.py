"""The example's prepared sitting and the press set: each side signs its acts once what they answer has arrived."""

import logging
import threading
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hamsaya.cli.example import example_folder
from hamsaya.core import agreement, meeting
from hamsaya.core.errors import Refused

log = logging.getLogger("hamsaya.cli")
FILES = ("press.toml", "sitting.toml")
NEXT = "example.next"
WAIT_SECONDS = 2.0


def acts_of(party: str) -> list[dict[str, Any]]:
    """Return one side's acts of the prepared sets, in order."""
    texts = [(example_folder() / name).read_text(encoding="utf-8") for name in FILES]
    return [act for text in texts for act in tomllib.loads(text)["act"] if act["by"] == party]


def follow(compact: str, party: str, home: Path, stop: threading.Event) -> None:
    """Sign the acts that are not signed yet, one by one, until all are or `stop` is set."""
    from hamsaya.node.change import wait_for_change

    counter = -1
    while not stop.is_set() and not sign_ready(compact, party, home, datetime.now(UTC)):
        counter = wait_for_change(counter, WAIT_SECONDS)


def sign_ready(compact: str, party: str, home: Path, now: datetime) -> bool:
    """Sign as many of our acts as can be signed now; return whether all are signed."""
    from hamsaya.node.ledger import Draft, append

    mark, acts = home / NEXT, acts_of(party)
    done = int(mark.read_text(encoding="ascii")) if mark.exists() else 0
    for act in acts[done:]:
        try:
            body = resolved(act, acts, compact, now.date())
            draft = Draft(act["kind"], act["act"], act["record"], body, confirmed=True)  # by an invented second officer
            append(compact, [draft], post=act["post"], now=now)
        except Refused as refused:
            log.debug("waits: %s on %s (%s)", act["act"], act["record"], refused.code)
            return False
        done += 1
        mark.write_text(str(done), encoding="ascii")
    return True


def resolved(act: dict[str, Any], acts: list[dict[str, Any]], compact: str, today: date) -> Any:
    """Return an act's body with its days and digests filled in. Refused where what it names has not arrived."""
    if act.get("open"):
        return next(each["report"] for each in acts if "report" in each)
    if "report" in act:
        return {"digest": meeting.seal_digest(act["report"]["scores"], act["report"]["salt"])}
    return _filled(act["body"], act, compact, today)


def _filled(value: Any, act: dict[str, Any], compact: str, today: date) -> Any:
    if isinstance(value, dict):
        return {name: _filled(each, act, compact, today) for name, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, act, compact, today) for each in value]
    if value == "@text":
        return _text(act, compact)
    if isinstance(value, str) and value.startswith("+") and value.endswith("d"):
        return (today + timedelta(days=int(value[1:-1]))).isoformat()
    return value


def _text(act: dict[str, Any], compact: str) -> str:
    from hamsaya.node import queries
    from hamsaya.people.viewer import Viewer

    state = queries.record(Viewer.operator(compact), compact, act["record"]).state
    waiting = [digest for digest, hands in agreement.open_texts(state).items() if act["by"] not in hands]
    if not waiting:
        raise Refused("commitment.unknown-text")
    return waiting[0]
