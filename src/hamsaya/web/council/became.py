"""What became of it: one page on one promise, from the words first said to both sides' scores and the next day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from hamsaya.core import agreement, scoring, timed, undertaking
from hamsaya.core.fields import NOT_STATED
from hamsaya.core.reader import Reader
from hamsaya.core.redline import redlines
from hamsaya.core.scoring import Scored
from hamsaya.intake.line import REPORTED, Line, line_of
from hamsaya.node import council, queries
from hamsaya.node.council import Duty, Item
from hamsaya.node.holders import handovers
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.web.council import wording
from hamsaya.web.council.drawing import heads, rail
from hamsaya.web.lineage.views import told_stop
from hamsaya.web.page import reader_for, show

PARTS = ("wording", "definition", "guideline")


def page(request: HttpRequest, compact: str, party: str, slug: str) -> HttpResponse:
    """Show what became of a commitment."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    found = council.item(viewer, compact, f"{party}/{slug}")
    if found is None:
        raise Http404
    access_log.note_access(viewer, access_log.VIEW, found.row.record, [found.row.audience])
    today = now.astimezone(reader.party.tz).date()
    sittings = council.sittings(viewer, compact)
    line = line_of(viewer, found.row.record)
    return show(
        request, "council/became", reader=reader, item=found, slug=slug, tab="portfolio", heads=heads(reader),
        said=[told_stop(stop, line, viewer, reader) for stop in line.stops if stop.sort == REPORTED],
        others=_others(viewer, compact, line, found.row.record, reader), text=text_of(found, reader),
        duties=[told_duty(duty, reader) for duty in found.duties], history=_history(found, reader),
        sides=side_words(found, council.held_days(sittings), today, reader),
        waiting=waiting(found, viewer, reader), may_sign=viewer.has_role("desk", "head"),
        notes=notes(found, viewer, reader, today), late=found.is_overdue(today), days=_days(found, line),
        answers=_answers(found, sittings, reader),
    )  # fmt: skip


def _others(viewer: Viewer, compact: str, line: Line, record: str, reader: Reader) -> list[dict[str, Any]]:
    """Return the other commitments of the line with their scores, so that either page answers the question."""
    found = [council.item(viewer, compact, track.record) for track in line.tracks if track.record != record]
    return [
        {
            "item": item, "slug": item.row.record.partition("/")[2], "due": undertaking.due_day(item.state),
            "rails": [rail(duty, reader) for duty in item.duties if any(duty.scores)],
        }
        for item in found
        if item is not None
    ]  # fmt: skip


def side_words(found: Item, held: Sequence[str], today: date, reader: Reader) -> list[str]:
    """Return the side states in words, without the one that the status says already."""
    codes = [code for code in found.clock_sides(held, today) if code != found.row.status]
    return [reader.word(f"council.side_{code}") for code in codes]


def _days(found: Item, line: Line) -> dict[str, Any]:
    """Return the days that count next: due, looked at again, and since when it has been promised."""
    due = undertaking.due_day(found.state)
    said = [stop.when for stop in line.stops if stop.when and stop.sort == REPORTED]
    return {
        "due": "" if due == NOT_STATED else due, "check": undertaking.next_check(found.state),
        "since": min(said, default=""),
    }  # fmt: skip


def text_of(found: Item, reader: Reader) -> dict[str, Any] | None:
    """Return the text in force as the page shows it; None where nothing is adopted."""
    text = undertaking.text_in_force(found.state)
    if not text:
        return None
    offices = {each.id: reader.name(each.name) for each in reader.compact.offices}
    digest = agreement.in_force(found.state) or ""
    return {
        "digest": digest, "parts": [(name, text[name]) for name in PARTS if name in text],
        "authentic": text.get("authentic", "all_equal"), "on": agreement.adopted_at(found.state, digest),
        "character": reader.word(f"character_{text['character']}"),
        "binding": reader.word(f"binding_{text['binding']}"),
        "offices": [offices.get(each, each) for each in text.get("offices", ())],
        "milestones": [
            (number, each, found.state.milestones.get(str(number)))
            for number, each in enumerate(text.get("milestones", ()), 1)
        ],
        "depends": list(text.get("depends", ())),
    }  # fmt: skip


def waiting(found: Item, viewer: Viewer, reader: Reader) -> list[dict[str, Any]]:
    """Return the texts that wait for a signature: who signed, what changes in the text in force, and wording help."""
    before = undertaking.text_in_force(found.state)
    told = []
    for digest, signed in agreement.open_texts(found.state).items():
        text = found.state.texts[digest]
        parts = [(name, redlines(before.get(name, {}), text[name])) for name in PARTS if name in text]
        due = "" if text.get("due", NOT_STATED) == NOT_STATED else text["due"]
        told.append(
            {
                "digest": digest, "signed": signed, "parts": parts, "due": due, "amends": bool(before),
                "help": wording.help_with(text, viewer, reader, found.row.record),
                "ours": reader.party.code not in signed,
            }
        )  # fmt: skip
    return told


def told_duty(duty: Duty, reader: Reader) -> dict[str, Any]:
    """Return a duty with its drawing and each side's score in words, our own first."""
    codes = (reader.party.code, reader.compact.other(reader.party.code).code)
    return {"rail": rail(duty, reader), "scores": list(zip(codes, duty.scores, strict=True))}


def _history(found: Item, reader: Reader) -> list[tuple[Scored, str]]:
    """Return every score that a later one replaced or that reopened a frozen one, the newest first."""
    current = {id_of(score) for duty in found.duties for score in duty.scores if score is not None}
    earlier = [each for each in scoring.all_scores(found.state) if id_of(each) not in current]
    return [(each, reader.word(f"score_{each.score}")) for each in sorted(earlier, key=lambda each: each.at)[::-1]]


def id_of(score: Scored) -> tuple[str, str, str]:
    """Return what tells one score from another: whose duty, who scored, when."""
    return score.party, score.by, score.at


def notes(found: Item, viewer: Viewer, reader: Reader, today: date) -> list[str]:
    """Return what must be known beside the status: whose word it is that it is blocked, what is odd, what is late."""
    state = found.state
    return [
        *(_said(code, each, reader) for code, table in _tables(state) for each in table),
        *(reader.word("became.unanswered", party=reader.party_name(each)) for each in timed.unanswered(state, today)),
        *(reader.word(f"became.odd_{code}", about=digest[:12]) for code, digest in undertaking.oddities(state)),
        *(reader.word("became.apart", about=digest[:12]) for digest in agreement.apart(state)),
        *handed_over(state, agreement.in_force(state), viewer, reader),
    ]


def _tables(state: Any) -> Sequence[tuple[str, list[dict[str, Any]]]]:
    disputes = [{"by": party, "ground": ground} for party, ground in sorted(state.disputes.items())]
    return (
        ("blocked", list(state.blocked.values())), ("suspended", list(state.suspended.values())),
        ("disputed", disputes), ("retracted", list(state.retracted)),
    )  # fmt: skip


def _said(code: str, each: dict[str, Any], reader: Reader) -> str:
    words = reader.name(each.get("ground") or each.get("words") or {}) or reader.word("not_stated")
    cause = reader.word(f"cause_{each['cause']}") if "cause" in each else ""
    review = reader.day(date.fromisoformat(each["review"])) if "review" in each else ""
    party = reader.party_name(each["by"])
    evidence = each.get("evidence", "")
    return reader.word(f"became.{code}", party=party, words=words, cause=cause, review=review, evidence=evidence)


def handed_over(state: Any, digest: str | None, viewer: Viewer, reader: Reader) -> list[str]:
    """Return in words which offices changed hands between the two signatures under a digest."""
    if digest is None:
        return []
    offices = [state for _, state in queries.states_of(viewer, viewer.compact, "office")]
    return [
        reader.word(
            "became.handed_over", office=reader.name(each.title), before=each.before or reader.word("not_stated"),
            after=each.after or reader.word("not_stated"), day=reader.day(date.fromisoformat(each.on)),
        )
        for each in handovers(state, digest, offices)
    ]  # fmt: skip


def _answers(found: Item, sittings: Sequence[tuple[Any, Any]], reader: Reader) -> list[dict[str, Any]]:
    """Return what each side answered for the sittings that are not approved yet."""
    waiting = [(row, state) for row, state in sittings if row.status != "approved"]
    codes = [each.code for each in reader.compact.parties]
    given = {row.record: undertaking.latest_answers(found.state, row.record) for row, _ in waiting}
    return [
        {"row": row, "number": state.number, "given": given[row.record], "parties": codes}
        for row, state in waiting
        if found.row.status not in ("reported", "closed")
    ]  # fmt: skip
