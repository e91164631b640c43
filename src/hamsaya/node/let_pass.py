"""Letting an act pass the screening: a second officer decides, with a reason, logged; never for public records."""

from datetime import datetime

from hamsaya.core.errors import Refused
from hamsaya.core.kinds import AUDIENCES, kind_named, kind_of
from hamsaya.node import held, ledger
from hamsaya.people import second
from hamsaya.people.models import Officer, Pending
from hamsaya.people.viewer import Viewer

NAME = "screen.let-pass"


def ask(viewer: Viewer, officer: Officer, draft: ledger.Draft, reason: str, now: datetime) -> Pending:
    """Put an act that the screening stopped before a second officer. Refused where it makes something public."""
    kind = kind_of(draft.kind) or kind_named(draft.kind)
    act = kind.act(draft.act) if kind else None
    if audience_of(viewer.compact, draft) == AUDIENCES[0] or (act and act.two_persons):
        raise Refused("screen.never-public")
    payload = {
        "kind": draft.kind, "act": draft.act, "record": draft.record, "body": dict(draft.body), "post": viewer.post,
        "audience": draft.audience or "", "use": draft.use or "",
    }  # fmt: skip
    return held.ask(viewer, officer, NAME, payload, draft, reason=reason, now=now)


def audience_of(compact: str, draft: ledger.Draft) -> str:
    """Return the audience that a new record made by this draft would have."""
    return draft.audience or ledger.read_marks(compact)(draft.kind.partition("/")[0])[0]


def run(pending: Pending, now: datetime) -> None:
    """Sign what the second officer let pass."""
    given = pending.payload
    draft = ledger.Draft(
        given["kind"], given["act"], given["record"], given["body"], given["audience"] or None, given["use"] or None,
        files=held.files_of(pending), let_pass=True,
    )  # fmt: skip
    ledger.append(pending.compact, [draft], post=given["post"], now=now)


ACTION = second.Action(
    NAME, asks=frozenset({"desk", "duty", "head", "spokesperson"}), decides=frozenset({"head", "oversight"}), run=run,
    let_go=held.let_go,
)  # fmt: skip
