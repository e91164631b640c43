"""A sitting as its two sides make it: dates, host, agenda, sealed reports, minutes under one digest. Pure, no clock.

Every act is kept whether or not the act of the other side that it answers is folded yet; what the two add up to is
computed when it is read. So both nodes see the same, whatever arrived first.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from hamsaya.core.agreement import INDEX, Agreeing, apart, in_force, must_sign
from hamsaya.core.fields import NOT_STATED
from hamsaya.core.kinds import Act, Position, digest_of

DAY, HOST, MINUTES = "day", "host", "minutes"
"""Topics of the texts that both sign."""
APPROVE_WITHIN = timedelta(days=30)
"""So long after the signature a side may approve the minutes, reserve or object before it counts as silent."""
STATUSES = ("called", "dated", "postponed", "held", "presented", "signed", "approved")


class Meeting(Agreeing, frozen=True, kw_only=True):
    """A sitting: what was called, and what each side has done since."""

    number: str
    title: dict[str, str]
    form: str
    host: str | None = None
    commission: str | None = None
    part_of: str | None = None
    called: str = ""
    offered: dict[str, list[str]] = {}
    day_accepted: dict[str, str] = {}
    agenda: dict[str, dict[str, Any]] = {}
    objections: dict[str, dict[str, dict[str, Any]]] = {}
    """Agenda item to party to the title it would give the item, and its ground."""
    dropped: dict[str, list[str]] = {}
    seals: dict[str, dict[str, Any]] = {}
    reports: dict[str, dict[str, Any]] = {}
    comments: tuple[dict[str, Any], ...] = ()
    held: dict[str, dict[str, Any]] = {}
    items: dict[str, dict[str, Any]] = {}
    """Minutes item by digest."""
    views: dict[str, dict[str, dict[str, Any]]] = {}
    """Minutes item to party to its reservation; nothing there means none."""
    put_up: dict[str, str] = {}
    """Digest of minutes put before the chairs, to when."""
    attested: dict[str, dict[str, dict[str, Any]]] = {}
    copied: dict[str, dict[str, Any]] = {}
    approvals: dict[str, dict[str, Any]] = {}
    delays: dict[str, dict[str, Any]] = {}
    """Party to the reason it gives why the sitting after this one is late."""
    reminders: dict[str, dict[str, dict[str, Any]]] = {}
    """Day of a notice that the next sitting is overdue, to each party that signed it."""


M = TypeVar("M", bound=Meeting)


def own(state: M, name: str, value: Any, at: Position) -> M:
    """Set one's own entry in a table; the same again changes nothing."""
    table: dict[str, Any] = getattr(state, name)
    return state if table.get(at.party) == value else state.replace(**{name: {**table, at.party: value}})


def under(state: M, name: str, key: str, value: dict[str, Any], at: Position) -> M:
    """Set one's own entry under a key of a table; once made it stays."""
    table: dict[str, dict[str, Any]] = getattr(state, name)
    before = table.get(key, {})
    return state if at.party in before else state.replace(**{name: {**table, key: {**before, at.party: value}}})


def said(act: Act, at: Position) -> dict[str, Any]:
    """Return what an act says, where it stands and when by the writer's clock."""
    return {**act.body, "by": at.party, "at": at.at, "index": at.index, "seen": at.seen, "post": at.post}


def add(state: M, name: str, act: Act, at: Position) -> M:
    """Add an item under the digest of its words and writer; the same item twice changes nothing."""
    table: dict[str, dict[str, Any]] = getattr(state, name)
    key = item_digest(act.body, at.party)
    if key in table:
        return state
    return state.replace(**{name: {**table, key: {**act.body, "by": at.party, "at": at.at, "place": len(table)}}})


def item_digest(body: Any, party: str) -> str:
    """Return the digest that names an item: its words and who wrote it."""
    return digest_of({**body, "by": party})


def seal_digest(scores: list[dict[str, Any]], salt: str) -> str:
    """Return what is sealed: the digest of a report with its salt, so that nobody can guess it before it is opened."""
    return digest_of({"salt": salt, "scores": scores})


def report_holds(state: Meeting, party: str) -> bool | None:
    """Tell whether an opened report is the one that was sealed; None while it is closed."""
    report, seal = state.reports.get(party), state.seals.get(party)
    if report is None:
        return None
    return seal is not None and seal_digest(report["scores"], report["salt"]) == seal["digest"]


def sealed_seeing(state: Meeting) -> tuple[str, ...]:
    """Return the parties that sealed after they had seen the other's report open."""
    found = []
    for party, seal in state.seals.items():
        others = [each for name, each in state.reports.items() if name != party]
        if any(seal["seen"] > each["index"] for each in others):
            found.append(party)
    return tuple(sorted(found))


def both_open(state: Meeting) -> str | None:
    """Return when the second report was opened: the comment round begins; None before that."""
    return max(each["at"] for each in state.reports.values()) if len(state.reports) == 2 else None


def offered_and_accepted(state: Meeting) -> str | None:
    """Return the day that one side offered and the other accepted, or that both accepted."""
    for party, day in sorted(state.day_accepted.items()):
        others = {name: days for name, days in state.offered.items() if name != party}
        theirs = {each for name, each in state.day_accepted.items() if name != party}
        if day in theirs or any(day in days for days in others.values()):
            return day
    return None


def day_of(state: Meeting) -> str | None:
    """Return the day in force: as agreed at first, or as both signed since; None while there is none."""
    change = in_force(state, DAY)
    if change is None:
        return offered_and_accepted(state)
    day = state.texts[change].get("day", NOT_STATED)
    return None if day == NOT_STATED else str(day)


def held_on(state: Meeting) -> str:
    """Return the day on which it was held: as agreed, else the last that a side says; empty where none says it was."""
    said = max((str(each["day"]) for each in state.held.values()), default="")
    return (day_of(state) or said) if said else ""


def host_of(state: Meeting) -> str | None:
    """Return the host in force; None for a sitting without one."""
    change = in_force(state, HOST)
    return str(state.texts[change]["host"]) if change else state.host


def minutes_of(state: Meeting) -> dict[str, Any]:
    """Return the minutes that both chairs signed; empty before that."""
    return state.texts.get(in_force(state, MINUTES) or "", {})


def presented(state: Meeting) -> str | None:
    """Return the digest of the minutes before the chairs: signed, else the latest put before them."""
    signed = in_force(state, MINUTES)
    return signed or max(state.put_up, key=lambda digest: (state.put_up[digest], digest), default=None)


def signed_apart(state: Meeting) -> tuple[str, ...]:
    """Return the digests of minutes of which each chair signed another."""
    return apart(state, MINUTES)


def is_attested(state: Meeting) -> bool:
    """Tell whether both secretaries attest the minutes that both chairs signed."""
    return len(state.attested.get(in_force(state, MINUTES) or "", {})) == 2


def numbered(state: Meeting, text: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the items of minutes in order, as (HCM-03/7, digest, item); one that is not here is an empty item."""
    return [
        (f"{state.number}/{place}", digest, state.items.get(digest, {}))
        for place, digest in enumerate(text.get("items", ()), 1)
    ]


def standing_items(state: Meeting) -> list[str]:
    """Return the digests of the minutes items that no later wording replaced, in the order they were written.

    Another wording stands in the place of the first one, so that numbers do not move.
    """
    replaced = {each.get("replaces") for each in state.items.values()}
    kept = [digest for digest in state.items if digest not in replaced]
    return sorted(kept, key=lambda digest: [_written(state, each) for each in reversed(_wordings(state, digest))])


def _written(state: Meeting, digest: str) -> tuple[str, int, str]:
    item = state.items[digest]
    return item["at"], item["place"], digest


def _wordings(state: Meeting, digest: str) -> list[str]:
    """Return an item's digest and those of the wordings it replaced, the newest first."""
    found = [digest]
    while (before := state.items[found[-1]].get("replaces")) in state.items:
        found.append(before)
    return found


def reservations(state: Meeting) -> list[dict[str, Any]]:
    """Return every reservation to an item that stands, as minutes put before the chairs now would bear them."""
    return [
        {"item": digest, "party": party, "words": view["words"]}
        for digest in standing_items(state)
        for party, view in sorted(state.views.get(digest, {}).items())
    ]


def reserved_before(state: Meeting, digest: str) -> dict[str, dict[str, Any]]:
    """Return by party the latest reservation to a wording that this item replaced, where it has none to this one."""
    found: dict[str, dict[str, Any]] = {}
    for earlier in _wordings(state, digest):
        found = {**state.views.get(earlier, {}), **found}
    return {party: view for party, view in found.items() if party not in state.views.get(digest, {})}


def reserved_in(text: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the reservations that minutes bear, by item; each side may have one."""
    found: dict[str, list[dict[str, Any]]] = {}
    for each in text.get("reservations", ()):
        found.setdefault(each["item"], []).append(each)
    return found


def is_outgrown(state: Meeting, digest: str) -> bool:
    """Tell whether items or reservations were written that these unsigned minutes do not bear."""
    text = state.texts[digest]
    bears = (list(text.get("items", ())), list(text.get("reservations", ())))
    return not minutes_of(state) and bears != (standing_items(state), reservations(state))


def status(state: Meeting) -> str:
    """Return the one status that lists show."""
    views = [each["view"] for each in approvals_of(state).values()]
    tests = (
        (views == ["approve", "approve"], "approved"),
        (bool(minutes_of(state)), "signed"),
        (presented(state) is not None, "presented"),
        (bool(state.held), "held"),
        (in_force(state, DAY) is not None, "postponed"),
        (day_of(state) is not None, "dated"),
    )
    return next((name for holds, name in tests if holds), "called")


def needs(state: Meeting, parties: tuple[str, str]) -> tuple[str, ...]:
    """Return who must act next: answer an offer of dates, sign a change, sign the minutes, attest them."""
    waiting = must_sign(state, parties, DAY) | must_sign(state, parties, HOST)
    if day_of(state) is None and not state.held and in_force(state, DAY) is None:
        waiting |= {party for party in parties if party not in state.day_accepted and _was_offered(state, party)}
    minutes = presented(state)
    if minutes:
        signed, attested = state.signed.get(minutes, {}), state.attested.get(minutes, {})
        waiting |= {party for party in parties if party not in signed or party not in attested}
    return tuple(sorted(waiting))


def _was_offered(state: Meeting, party: str) -> bool:
    return any(days for name, days in state.offered.items() if name != party)


def oddities(state: Meeting) -> tuple[tuple[str, str], ...]:
    """Return what is odd, as (code, party or digest): shown for what it is, the same on both nodes."""
    broken = [("report_not_as_sealed", party) for party in sorted(state.reports) if report_holds(state, party) is False]
    seeing = [("sealed_seeing", party) for party in sealed_seeing(state)]
    unlike = [("minutes_apart", digest) for digest in signed_apart(state)]
    minutes = minutes_of(state)
    missing = [("item_missing", digest) for digest in minutes.get("items", ()) if digest not in state.items]
    hostless = [("no_host", state.number)] if host_of(state) is None and state.form != "remote" else []
    return (*broken, *seeing, *unlike, *missing, *hostless)


def approvals_of(state: Meeting) -> dict[str, dict[str, Any]]:
    """Return what each side says of the minutes in force; a word on other minutes does not count."""
    digest = in_force(state, MINUTES)
    return {party: said for party, said in state.approvals.items() if digest and said["digest"] == digest}


def approval_due(state: Meeting) -> str | None:
    """Return the last day to approve signed minutes, in UTC so that both nodes see the same; None before them."""
    signed = last_signature(state)
    return (date.fromisoformat(signed[:10]) + APPROVE_WITHIN).isoformat() if signed else None


def silence_may_approve(state: Meeting) -> bool:
    """Tell whether a side's word is missing on signed minutes to which neither side reserved or objected."""
    said = approvals_of(state)
    return bool(minutes_of(state)) and len(said) < 2 and all(each["view"] == "approve" for each in said.values())


def silent(state: Meeting, parties: Sequence[str], today: date) -> tuple[str, ...]:
    """Return the parties that said nothing of the signed minutes within thirty days; `today` by UTC."""
    due = approval_due(state)
    if due is None or today.isoformat() <= due:
        return ()
    return tuple(party for party in parties if party not in approvals_of(state))


def last_signature(state: Meeting) -> str:
    """Return when the second chair signed the minutes, by that node's clock; empty before."""
    marks = state.signed.get(in_force(state, MINUTES) or "", {})
    return max((str(mark[INDEX + 2]) for mark in marks.values()), default="")
