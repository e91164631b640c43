"""The pages of reports taken in: the list with its door, and the review of one report."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hamsaya.core.errors import HamsayaError, Refused
from hamsaya.core.reader import Reader
from hamsaya.intake import alike, decide, door, enter
from hamsaya.intake.become import Desk, body_of, opening
from hamsaya.intake.find import CHOICES
from hamsaya.intake.here import desk_of
from hamsaya.intake.models import ACCEPTED, OPEN, SPLIT, Draft, Source, Step
from hamsaya.intake.source import About, sources
from hamsaya.intake.unpack import LARGEST
from hamsaya.people.gate import roles_needed, viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.records.report import DATED, SOURCES
from hamsaya.web import form
from hamsaya.web.page import reader_for, refusal, show
from hamsaya.web.paging import sheet
from hamsaya.web.record.asked import asked
from hamsaya.web.review import marked, told

READS = ("desk", "head", "aide", "spokesperson", "oversight")
WRITES = ("desk", "head", "spokesperson")
OWN_FIELDS = frozenset({"sources", "quotes", "restates", "on"})
"""Fields that the page itself fills in."""


@roles_needed(*READS)
def listing(request: HttpRequest, compact: str) -> HttpResponse:
    """List the reports taken in, newest first, and take in more."""
    viewer, reader = viewer_for(request), reader_for(request)
    if request.method == "POST":
        return _take_in(request, viewer, reader)
    return _list(request, viewer, reader, [])


def _list(request: HttpRequest, viewer: Viewer, reader: Reader, lines: list[tuple[str, str]]) -> HttpResponse:
    page = sheet(request, sources(viewer.compact))
    rows = list(page.rows)
    states = Draft.objects.filter(source__in=rows).exclude(state=SPLIT).values_list("source_id", "state")
    counts: dict[int, list[int]] = {row.pk: [0, 0] for row in rows}
    for source, state in states:
        counts[source][0] += 1
        counts[source][1] += state != OPEN
    return show(
        request, "review_list", reader=reader, lines=lines, sheet=page, may_write=viewer.has_role(*WRITES),
        rows=[(row, *counts[row.pk]) for row in rows], largest=LARGEST // 1_000_000,
        sorts=[(code, reader.word(f"source_{code}")) for code in SOURCES],
    )  # fmt: skip


def _take_in(request: HttpRequest, viewer: Viewer, reader: Reader) -> HttpResponse:
    if not viewer.has_role(*WRITES):
        raise Http404
    desk = desk_of(viewer)
    by = door.brought(desk.compact, viewer.post, timezone.now())
    given = request.POST
    try:
        about = _about(given, reader)
    except Refused as refused:
        return _list(request, viewer, reader, [("refused", refusal(refused, reader))])
    outcomes: list[door.Outcome] = []
    for upload in request.FILES.getlist("files"):
        name = str(upload.name or "file")
        if (upload.size or 0) > LARGEST:
            size = -(-(upload.size or 0) // 1_000_000)
            error = Refused("intake.too-large", limit=LARGEST // 1_000_000, size=size)
            outcomes.append(door.Outcome(name, door.REFUSED, error=error))
            continue
        outcomes += door.take(by, name, upload.read(), about)
    if given.get("words", "").strip():
        outcomes += door.take_words(by, given["words"], about)
    lines = [(each.state, each.line(reader.lang, reader.digits)) for each in outcomes]
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"lines": [{"state": state, "line": line} for state, line in lines]})
    if len(outcomes) == 1 and outcomes[0].source is not None:
        messages.info(request, lines[0][1])
        return HttpResponseRedirect(reverse("web:review", args=[viewer.compact, outcomes[0].source.pk]))
    return _list(request, viewer, reader, lines)


def _about(given: QueryDict, reader: Reader) -> About:
    published = given.get("published", "").strip()
    try:
        day = form.read_day(published) if published else ""
    except ValueError:
        raise Refused("field.day", field="published") from None
    sort = given.get("sort", "")
    return About(
        outlet=given.get("outlet", "").strip()[:120], published=day, sort=sort if sort in SOURCES else SOURCES[0],
        title=given.get("title", "").strip()[:200], spans_only=bool(given.get("spans_only")),
    )  # fmt: skip


def _source(viewer: Viewer, pk: int) -> Source:
    found = Source.objects.filter(compact=viewer.compact, pk=pk).first()
    if found is None:
        raise Http404
    return found


@roles_needed(*READS)
def page(request: HttpRequest, compact: str, source: int) -> HttpResponse:
    """Show a report with its drafts; `?at=` names the current draft."""
    viewer = viewer_for(request)
    return _draw(request, viewer, _source(viewer, source), request.GET.get("at", ""))


def _draw(
    request: HttpRequest, viewer: Viewer, source: Source, at: str, refused: HamsayaError | None = None,
    faults: dict[str, Refused] | None = None,
) -> HttpResponse:  # fmt: skip
    reader, desk = reader_for(request), desk_of(viewer)
    here = reverse("web:review", args=[viewer.compact, source.pk])
    drafts = list(source.drafts.exclude(state=SPLIT))
    current = next((each for each in drafts if str(each.pk) == at), None) or decide.next_open(drafts, 0)
    all_told = [told.tell_draft(each, str(n), source, desk, reader, here) for n, each in enumerate(drafts, 1)]
    mine = next((each for each in all_told if current and each.draft.pk == current.pk), None)
    if mine is not None and current is not None:
        mine.current = True
        told.tell_beside(mine, alike.beside(current, source, desk, viewer), reader, desk, here)
    _note_overlaps(all_told)
    open_left = sum(each.is_open for each in all_told)
    step = request.GET
    return show(
        request, "review", status=400 if refused or faults else 200, reader=reader, source=source, drafts=all_told,
        current=mine, here=here, blocks=_blocks(source, all_told, here, reader), key=_key(reader),
        refused=refusal(refused, reader) if refused else "",
        asked=_asked(mine, source, desk, reader, faults or {}),
        counts={"all": len(all_told), "decided": len(all_told) - open_left, "open": open_left},
        accepted=sum(each.draft.state == ACCEPTED for each in all_told), reasons=told.reasons(reader),
        notes=[door.say_note(each, reader.lang, reader.digits) for each in source.notes],
        may_write=viewer.has_role(*WRITES),
        may_undo=Step.objects.filter(source=source).exists(),
        finds=[(f, reader.word(f"review.find_{f}")) for f in CHOICES],
        by_hand=_by_hand(source, step), ways=[(code, reader.word(f"dated_{code}")) for code in DATED],
        around=_around(all_told, mine), summary=_summary(drafts, source, desk, reader),
    )  # fmt: skip


def _summary(drafts: list[Draft], source: Source, desk: Desk, reader: Reader) -> str:
    found = [each for each in drafts if each.kind == "commitment" and each.state != "rejected"]
    bodies = [body_of(each, source, desk) for each in found]
    checkable = sum(body.get("verifiability") == 3 for body in bodies)
    return (
        reader.word("review.checkable", total=reader.digits(len(found)), count=reader.digits(checkable))
        if found
        else ""
    )


def _around(all_told: list[told.ToldDraft], mine: told.ToldDraft | None) -> dict[str, str]:
    """Return where the keys n and p lead."""
    if mine is None:
        return {"next": "", "back": ""}
    drafts = [each.draft for each in all_told]
    at = next(n for n, each in enumerate(all_told) if each is mine)
    follows = decide.next_open(drafts, mine.draft.pk)
    next_url = next((each.url for each in all_told if follows and each.draft.pk == follows.pk), "")
    return {"next": next_url, "back": all_told[at - 1].url if at else ""}


def _by_hand(source: Source, given: QueryDict) -> dict[str, Any]:
    start, end = given.get("start", ""), given.get("end", "")
    whole = all(each.isascii() and each.isdigit() and len(each) < 10 for each in (start, end))
    return {"start": start, "end": end, "words": source.text[int(start) : int(end)]} if whole else {}


def _key(reader: Reader) -> list[tuple[str, str]]:
    return [(line, reader.word(f"modality_{modality}")) for modality, line in told.LINES.items()]


def _blocks(source: Source, all_told: list[told.ToldDraft], here: str, reader: Reader) -> list[marked.Block]:
    marks = [
        marked.Mark(
            each.draft.pk, each.label, each.draft.start, each.draft.end, each.draft.modality,
            each.record_url if each.draft.state == "signed" else each.url, f"{each.modality} · {each.kind}",
            each.current,
        )
        for each in all_told
        if each.draft.state != "rejected" or each.current
    ]  # fmt: skip
    return marked.blocks(source, marks, f"{here}?hand=1", reader.word("review.no_record")) if source.text else []


def _note_overlaps(all_told: list[told.ToldDraft]) -> None:
    for one in all_told:
        one.overlaps = [
            two.label
            for two in all_told
            if two is not one and two.draft.start < one.draft.end and one.draft.start < two.draft.end
        ]


def _asked(
    mine: told.ToldDraft | None, source: Source, desk: Desk, reader: Reader, faults: dict[str, Refused]
) -> list[Any]:
    if mine is None:
        return []
    kind, act = opening(mine.draft.kind)
    body = body_of(mine.draft, source, desk)
    return [each for each in asked(kind, act, body, faults, reader) if each.name.removeprefix("f.") not in OWN_FIELDS]


@require_POST
@roles_needed(*WRITES)
def do(request: HttpRequest, compact: str, source: int) -> HttpResponse:
    """Do one thing to one draft, or take the last one back; then go on to the next undecided draft."""
    viewer = viewer_for(request)
    found = _source(viewer, source)
    draft = Draft.objects.filter(source=found, pk=_number(request.POST.get("draft", ""))).first()
    what = request.POST.get("what", "")
    try:
        if what in _WHOLE:
            return _WHOLE[what](request, viewer, found)
        if draft is None or what not in _ONE:
            raise Http404
        return _ONE[what](request, viewer, draft)
    except Refused as refused:
        return _draw(request, viewer, found, str(draft.pk) if draft else "", refused)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _go(viewer: Viewer, source: Source, draft: Draft | None) -> HttpResponse:
    here = reverse("web:review", args=[viewer.compact, source.pk])
    return HttpResponseRedirect(f"{here}?at={draft.pk}#d{draft.pk}" if draft else here)


def _go_on(viewer: Viewer, draft: Draft) -> HttpResponse:
    drafts = list(draft.source.drafts.exclude(state=SPLIT))
    return _go(viewer, draft.source, decide.next_open(drafts, draft.pk) or draft)


def _accept(request: HttpRequest, viewer: Viewer, draft: Draft) -> HttpResponse:
    decide.accept(draft, desk_of(viewer), viewer, timezone.now(), request.POST.get("link", ""))
    return _go_on(viewer, draft)


def _reject(request: HttpRequest, viewer: Viewer, draft: Draft) -> HttpResponse:
    given = request.POST
    decide.reject(draft, viewer, timezone.now(), given.get("reason", ""), given.get("remark", ""))
    return _go_on(viewer, draft)


def _change(request: HttpRequest, viewer: Viewer, draft: Draft) -> HttpResponse:
    kind = request.POST.get("kind", draft.kind)
    fields: dict[str, Any] = {}
    if kind == draft.kind:
        _, act = opening(kind)
        typed = form.read_form(act, request.POST, reader_for(request))
        faults = {name: fault for name, fault in typed.faults.items() if name not in OWN_FIELDS}
        if faults:
            return _draw(request, viewer, draft.source, str(draft.pk), faults=faults)
        fields = {name: value for name, value in typed.body.items() if name not in OWN_FIELDS}
    decide.change(draft, viewer, timezone.now(), kind=kind, fields=fields)
    return _go(viewer, draft.source, draft)


def _span_given(request: HttpRequest, draft: Draft) -> tuple[int, int]:
    """Return the characters chosen: by selecting them, or by writing them as they are printed."""
    start, end = (request.POST.get(name, "") for name in ("start", "end"))
    if start and end:
        return _number(start), _number(end)
    return decide.locate(draft.source, draft, request.POST.get("words", ""))


def _respan(request: HttpRequest, viewer: Viewer, draft: Draft) -> HttpResponse:
    decide.respan(draft, viewer, timezone.now(), *_span_given(request, draft))
    return _go(viewer, draft.source, draft)


def _split(request: HttpRequest, viewer: Viewer, draft: Draft) -> HttpResponse:
    made = decide.split(draft, viewer, timezone.now(), *_span_given(request, draft))
    return _go(viewer, draft.source, made[0] if made else None)


def _nudge(request: HttpRequest, viewer: Viewer, draft: Draft) -> HttpResponse:
    start, end = decide.nudged(draft, request.POST.get("edge", ""), request.POST.get("way", ""))
    decide.respan(draft, viewer, timezone.now(), start, end)
    return _go(viewer, draft.source, draft)


def _undo(request: HttpRequest, viewer: Viewer, source: Source) -> HttpResponse:
    return _go(viewer, source, decide.undo(source))


def _add(request: HttpRequest, viewer: Viewer, source: Source) -> HttpResponse:
    given = request.POST
    start, end = _number(given.get("start", "")), _number(given.get("end", ""))
    if not given.get("end"):
        start, end = decide.locate(source, Draft(start=0), given.get("words", ""))
    draft = decide.add(source, viewer, timezone.now(), start, end, given.get("find", ""))
    return _go(viewer, source, draft)


def _tell_about(request: HttpRequest, viewer: Viewer, source: Source) -> HttpResponse:
    given, about = request.POST, _about(request.POST, reader_for(request))
    if source.record:
        raise Refused("draft.report-signed")
    source.outlet, source.published, source.sort = about.outlet, about.published, about.sort
    source.title = about.title or source.title
    dated = given.get("dated", "")
    source.dated = (dated if dated in DATED else "other_source") if about.published else "not_stated"
    source.save(update_fields=["outlet", "published", "sort", "title", "dated"])
    return _go(viewer, source, None)


def _sign(request: HttpRequest, viewer: Viewer, source: Source) -> HttpResponse:
    reader = reader_for(request)
    made = enter.sign(source, desk_of(viewer), viewer, timezone.now())
    signed = sum(each.error is None for each in made)
    if signed:
        messages.success(request, reader.word("review.signed", count=reader.digits(signed)))
    for each in made:
        if each.error is not None:
            messages.error(request, f"“{each.draft.quote[:60]}”: {refusal(each.error, reader)}")
    return _go(viewer, source, None)


_ONE: dict[str, Callable[[HttpRequest, Viewer, Draft], HttpResponse]] = {
    "accept": _accept, "reject": _reject, "change": _change, "span": _respan, "split": _split, "nudge": _nudge,
}  # fmt: skip
_WHOLE: dict[str, Callable[[HttpRequest, Viewer, Source], HttpResponse]] = {
    "undo": _undo, "add": _add, "about": _tell_about, "sign": _sign,
}  # fmt: skip
