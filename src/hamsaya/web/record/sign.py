"""From a filled form to a signed act: the preview for both sides, the rules, the second officer, the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hamsaya.core.fields import format_instant
from hamsaya.core.kinds import Act, Kind, Position
from hamsaya.core.reader import Reader
from hamsaya.core.say import facts, say
from hamsaya.node import held, ledger, submission
from hamsaya.node.access import check_role
from hamsaya.people import second
from hamsaya.people.models import Officer, Pending
from hamsaya.people.viewer import Viewer
from hamsaya.web.border.side import OVER, over_there, places_of

LOOK_AGAIN = "web.place_over_there"
WIDEN = "release"
"""The action that takes two officers: to sign something for the public that its kind keeps closer."""


@dataclass(frozen=True)
class Preview:
    """An act as each side will read it."""

    reader: Reader
    sentence: str
    facts: list[tuple[str, str]]
    free_text: list[dict[str, str]]
    note: str = ""
    """That a place lies on the other side: for the writer to look at again, for the reader to know."""


def preview(
    kind: Kind[Any], act: Act, reader: Reader, *, number: str, now: datetime, is_owner: bool = True, post: str = ""
) -> tuple[Preview, Preview]:
    """Return the act as the other side will read it, and the same back in the writer's language."""
    at = Position(reader.party.code, 0, "0" * 64, post, format_instant(now), 0, is_owner)
    theirs = Reader.of(reader.compact, reader.compact.other(reader.party.code).code)
    return _preview(kind, act, at, theirs, number), _preview(kind, act, at, reader, number)


def _preview(kind: Kind[Any], act: Act, at: Position, reader: Reader, number: str) -> Preview:
    given = {name: each for name, each in type(act).fields.items() if name in act.body and each.widget != "text"}
    free = [act.body[name] for name, each in type(act).fields.items() if name in act.body and each.widget == "text"]
    said = say(kind, act, at, reader, number)
    note = over_there(places_of(act), at.party, reader, LOOK_AGAIN if reader.party.code == at.party else OVER)
    return Preview(reader, said, facts(kind, act.body, given, reader), free, note)


def needs_second(kind: Kind[Any], act: type[Act], audience: str | None, reader: Reader) -> bool:
    """Tell whether a second officer must confirm: an act that says so, or one that opens to the public."""
    usual = reader.compact.marks(kind.name).audience if kind.name in reader.compact.kind_marks else kind.audience
    return act.two_persons or (audience == "OPEN" and usual != "OPEN")


@dataclass(frozen=True)
class Signed:
    """What became of a form: its outcome, and where the act stands (None: nothing was signed, or not yet)."""

    outcome: submission.Outcome
    index: int | None = None
    waits: bool = False
    """It was put before a second officer."""


def sign(viewer: Viewer, draft: ledger.Draft, act: type[Act], now: datetime) -> ledger.Written:
    """Write the act to our log, or raise Refused."""
    check_role(viewer, act)
    return ledger.append(viewer.compact, [draft], post=viewer.post, now=now)[0]


def sign_form(
    viewer: Viewer, officer: Officer | None, draft: ledger.Draft, act: type[Act], form: submission.Form, *,
    reason: str, now: datetime,
) -> Signed:  # fmt: skip
    """Sign what a form asks for, once however often it is sent. `officer`: who asks a second one; None signs alone."""
    written: list[ledger.Written] = []

    def go(whole: ledger.Draft) -> None:
        if officer is not None:
            ask_second(viewer, officer, whole, act, reason, now)
        else:
            written.append(sign(viewer, whole, act, now))

    outcome = submission.submit(viewer.compact, draft, form, now=now, go=go)
    return Signed(outcome, written[0].index if written else None, waits=officer is not None)


def ask_second(
    viewer: Viewer, officer: Officer, draft: ledger.Draft, act: type[Act], reason: str, now: datetime
) -> Pending:
    """Put the act before a second officer instead of signing it."""
    check_role(viewer, act)
    return held.ask(viewer, officer, WIDEN, _payload(draft, viewer), draft, reason=reason, now=now)


def _payload(draft: ledger.Draft, viewer: Viewer) -> Mapping[str, Any]:
    marks = {"audience": draft.audience or "", "use": draft.use or ""}
    return {
        "kind": draft.kind,
        "act": draft.act,
        "record": draft.record,
        "body": dict(draft.body),
        "post": viewer.post,
        **marks,
    }


def release(pending: Pending, now: datetime) -> None:
    """Sign what a second officer has confirmed."""
    given = pending.payload
    draft = ledger.Draft(
        given["kind"], given["act"], given["record"], given["body"], given["audience"] or None, given["use"] or None,
        files=held.files_of(pending), confirmed=True,
    )  # fmt: skip
    ledger.append(pending.compact, [draft], post=given["post"], now=now)


ACTION = second.Action(
    WIDEN, asks=frozenset({"desk", "duty", "head", "spokesperson"}), decides=frozenset({"head", "desk"}), run=release,
    let_go=held.let_go,
)  # fmt: skip
