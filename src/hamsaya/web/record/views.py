"""Record pages: one record with its history and proof, and the forms made from its acts."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hamsaya.core.errors import Refused
from hamsaya.core.exercise import ACTUAL, EXERCISE, TRAFFIC, is_marked, slug_in
from hamsaya.core.kinds import AUDIENCES, Act, Kind, Mark, Named, kind_named, may_act
from hamsaya.core.letter import Translate
from hamsaya.core.reader import Reader
from hamsaya.core.retention import LASTING, after
from hamsaya.core.say import act_label
from hamsaya.node import clean, late, ledger, let_pass, lookup, practice, queries, submission
from hamsaya.node.access import check_role
from hamsaya.node.attach import MOST
from hamsaya.node.clockwork import next_test
from hamsaya.node.fold import ERASED
from hamsaya.people import access_log
from hamsaya.people.gate import officer_of, viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.records.link_test import Test
from hamsaya.records.withdrawal import Withdraw
from hamsaya.web import form
from hamsaya.web.council import wording
from hamsaya.web.handling.marks import marks_of, request_of
from hamsaya.web.now.fuse import fuse_of
from hamsaya.web.now.limit import limit_words, time_left
from hamsaya.web.now.steps import steps_of
from hamsaya.web.page import exercise_asked, reader_for, refusal, show
from hamsaya.web.record import files, outcome, sign
from hamsaya.web.record.asked import Asked, ask_translation, asked, marked_by
from hamsaya.web.record.exact import exact_words
from hamsaya.web.record.quick import coded_answers, may_answer
from hamsaya.web.record.rail import rails
from hamsaya.web.record.told import TRANSLATE, Told, ToldAct, tell
from hamsaya.web.watch.alarm import alarm_of

STOPPED = "screen.found"
MARK_FIELD = f"f.{TRAFFIC}"


@dataclass
class Desk:
    """What every view here begins with: who looks, how they read, what it is about."""

    viewer: Viewer
    reader: Reader
    kind: Kind[Any]
    act: type[Act]
    record: str
    """Empty for a new record."""
    now: datetime
    exercise: str
    """The exercise that the record belongs to; empty for an actual one."""
    title: str = ""
    """What lists call the record; empty for a new one."""

    @property
    def number(self) -> str:
        """Return how people write the record's number."""
        return self.record.partition("/")[2]

    @property
    def is_owner(self) -> bool:
        """Tell whether the record is in our own log."""
        return not self.record or self.record.partition("/")[0] == self.reader.party.code


def show_record(request: HttpRequest, compact: str, party: str, slug: str) -> HttpResponse:
    """Show one record: what it says, both views, act by act with proof, and what can be done."""
    viewer, reader = viewer_for(request), reader_for(request)
    found = _found(viewer, compact, f"{party}/{slug}")
    access_log.note_access(viewer, access_log.VIEW, found.row.record, [found.row.audience])
    history = queries.history(viewer, compact, found.row.record)
    told, acts = tell(found, history, reader), possible_acts(viewer, found, reader)
    first = next((act for act in history if act.party == found.row.owner), history[0])
    return show(
        request, "record", reader=reader, record=found.row, slug=slug, told=told, first=first,
        views=_views(told, reader), acts=[each for each in acts if each["name"] != TRANSLATE],
        may_translate=any(each["name"] == TRANSLATE for each in acts),
        across=reader.party_name(reader.compact.other(found.row.owner).code),
        in_force=queries.coverage(viewer, compact, found.row.record).in_force,
        told_audience=reader.word(f"audience_{found.row.audience.lower()}"),
        told_use=reader.word(USE_WORDS[found.row.use]),
        sources=queries.rows_of(viewer, compact, found.refs), back=queries.rows_of(viewer, compact, found.back),
        unstated=reader.word("not_stated"), number=getattr(found.state, "number", ""), rails=rails(found.state, reader),
        over=practice.has_ended(compact, found.row.record),
        may_adopt=viewer.has_role("desk", "head"), rule=_rule(told), exact=exact_words(found, history, compact),
        **clock_of(viewer, found.row.record, reader), **_handling(viewer, found.row, reader),
    )  # fmt: skip


def _handling(viewer: Viewer, row: Any, reader: Reader) -> dict[str, Any]:
    """Return whether this post may withdraw the record, and when its mark is looked at again."""
    is_ours = row.owner == reader.party.code and row.name not in LASTING and row.status != ERASED
    months = reader.compact.keep.review
    review = after(datetime.fromisoformat(row.opened), months) if row.opened and row.audience != AUDIENCES[0] else None
    may_mark = row.status != ERASED and viewer.has_role(*Mark.roles)
    return {
        "may_withdraw": is_ours and viewer.has_role(*Withdraw.roles), "review_day": review, "may_mark": may_mark,
        "marks": marks_of(row, reader), "asks": request_of(row, reader),
        "asks_us": row.asked_owner if row.owner == reader.party.code else row.asked_other,
    }  # fmt: skip


def _is_ours(row: Any, reader: Reader) -> bool:
    """Tell whether we are the side that must act."""
    return bool(row.needs_owner if row.owner == reader.party.code else row.needs_other)


def _rule(told: Told) -> str:
    """Return how the head is ruled: double once both signed the same text, half while one did, else not."""
    if any(text.adopted for text in told.texts):
        return "both"
    signed = {party for text in told.texts for party in text.signed}
    return f"one one--{min(signed).lower()}" if len(signed) == 1 else ""


def clock_of(viewer: Viewer, record: str, reader: Reader) -> dict[str, Any]:
    """Return what is owed on a record in words, and its fuse, for a template."""
    now = timezone.now()
    owed = queries.owed_on(viewer, viewer.compact, record, now)
    limit = owed.deadline.at if owed.deadline else None
    return {
        "owed": limit_words(owed.deadline, reader),
        "until": int(limit.timestamp()) if limit else None,
        "left": time_left(int((limit - now).total_seconds()), reader) if limit else "",
        "fuse": fuse_of(owed.row, owed.deadline, owed.start, reader, now),
        "alarm": alarm_of(owed, reader, is_ours=_is_ours(owed.row, reader)),
        "may_sign_silence": viewer.has_role("duty", "head") and late.may_sign_silence(viewer.compact, owed.row, now),
        "steps": steps_of(owed.row, owed.start, reader),
        "quick": coded_answers(reader, now) if may_answer(owed.row, viewer, reader) else None,
        "drawn": queries.our_size(viewer, viewer.compact),
    }


USE_WORDS = {"U0": "use_purpose", "U1": "use_no_court", "U2": "use_no_onward", "U3": "use_other"}


def _views(told: Told, reader: Reader) -> list[tuple[str, list[ToldAct]]]:
    """Return what each party said, own party first."""
    order = (reader.party.code, reader.compact.other(reader.party.code).code)
    return [(code, told.views[code]) for code in order]


def _or_none(viewer: Viewer, compact: str, record: str) -> Any:
    try:
        return queries.record(viewer, compact, record)
    except Refused:
        return None


def _found(viewer: Viewer, compact: str, record: str) -> Any:
    found = _or_none(viewer, compact, record)
    if found is None:
        raise Http404
    return found


def possible_acts(viewer: Viewer, found: Any, reader: Reader) -> list[dict[str, Any]]:
    """Return the acts that this post may make on the record: name, label, and whether it needs no form."""
    if found.kind is None or found.row.status == ERASED or practice.has_ended(viewer.compact, found.row.record):
        return []
    is_owner = found.row.owner == reader.party.code
    return [
        {"name": act.name(), "label": act_label(found.kind, act.name(), reader), "bare": not act.fields}
        for act in found.kind.acts
        if not act.opens
        and not act.hidden
        and may_act(act, is_owner=is_owner)
        and viewer.has_role(*act.roles)
        and (found.state is None or found.kind.may_follow(found.state, act, reader.party.code))
    ]


def new(request: HttpRequest, compact: str, kind: str, act: str) -> HttpResponse:
    """Show the form that opens a record of a kind, or sign what was filled in."""
    return _form(request, _desk(request, kind, act, ""))


def do(request: HttpRequest, compact: str, party: str, slug: str, act: str) -> HttpResponse:
    """Show the form of an act on a record, or sign what was filled in."""
    found = _found(viewer_for(request), compact, f"{party}/{slug}")
    desk = _desk(request, found.row.name, act, found.row.record)
    return _form(request, replace(desk, title=desk.reader.name(found.row.title)))


def _desk(request: HttpRequest, kind_name: str, act_name: str, record: str) -> Desk:
    kind = kind_named(kind_name)
    act = kind.act(act_name) if kind else None
    if kind is None or act is None or act.opens != (not record):
        raise Http404
    reader, exercise = reader_for(request), exercise_asked(request)
    return Desk(viewer_for(request), reader, kind, act, record, timezone.now(), exercise)


def _form(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method != "POST":
        return _draw(request, desk, form.Draft(_start(request, desk)))
    draft = _marked(desk, form.read_form(desk.act, request.POST, desk.reader))
    if draft.faults or "preview" in request.POST:
        return _draw(request, desk, draft, status=400 if draft.faults and "preview" not in request.POST else 200)
    brought = files.Brought()
    try:
        brought = files.read_files(request, desk.act)
        return _sign(request, desk, draft, brought)
    except Refused as refused:
        if refused.code == STOPPED and request.POST.get("reason"):
            return _ask_to_pass(request, desk, draft, brought)
        return _draw(request, desk, draft, refused, status=400)


def _is_over(desk: Desk) -> bool:
    """Tell whether the ledger will refuse the act because the exercise has ended: to be read before one types."""
    record = desk.record or f"{desk.reader.party.code}/{slug_in(desk.exercise, 'new')}"
    return practice.is_play(desk.kind.name, desk.act) and practice.has_ended(desk.viewer.compact, record)


def _marked(desk: Desk, draft: form.Draft) -> form.Draft:
    """Let the act say what its record is: nobody chooses between practice and the rest by a field."""
    if is_marked(desk.act):
        draft.body[TRAFFIC] = EXERCISE if desk.exercise else ACTUAL
        draft.faults.pop(TRAFFIC, None)
    return draft


def _ask_to_pass(request: HttpRequest, desk: Desk, draft: form.Draft, brought: files.Brought) -> HttpResponse:
    """Put what the screening stopped before a second officer, with the writer's reason."""
    officer = officer_of(request)
    record = desk.record or ledger.new_record(desk.viewer.compact, exercise=desk.exercise)
    made = ledger.Draft(desk.kind.wire, desk.act.name(), record, draft.body, files=brought.files)
    try:
        check_role(desk.viewer, desk.act)
        if officer is not None:
            let_pass.ask(desk.viewer, officer, made, request.POST["reason"], desk.now)
    except Refused as refused:
        return _draw(request, desk, draft, refused, status=400)
    _tell_cleaned(request, desk, brought)
    messages.info(request, desk.reader.word("web.asked_second"))
    return HttpResponseRedirect(reverse("web:now", args=[desk.viewer.compact]))


def _tell_cleaned(request: HttpRequest, desk: Desk, brought: files.Brought) -> None:
    """Say of each file what was taken off it."""
    for each in brought.attached:
        messages.info(request, clean.told(each.removed, each.file.name, desk.reader.lang))


def _start(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    body = form.defaults(desk.act, desk.reader, desk.now)
    if desk.act is Test:
        body["counter"] = next_test(lookup.compact_of(desk.viewer, desk.viewer.compact)[0])
    return {**body, **form.read_given(desk.act, request.GET, desk.reader)}


def _sign(request: HttpRequest, desk: Desk, draft: form.Draft, brought: files.Brought) -> HttpResponse:
    audience = request.POST.get("audience") or None
    made = ledger.Draft(
        desk.kind.wire, desk.act.name(), desk.record, draft.body, audience=audience, exercise=desk.exercise,
        files=brought.files,
    )  # fmt: skip
    two = sign.needs_second(desk.kind, desk.act, audience, desk.reader)
    signed = sign.sign_form(
        desk.viewer, officer_of(request) if two else None, made, desk.act, _form_of(request, brought.sent),
        reason=request.POST.get("release_reason", ""), now=desk.now,
    )  # fmt: skip
    if signed.outcome.colleague is not None:
        return _quicker(request, desk, draft, signed.outcome.colleague)
    if not signed.outcome.again:
        _tell_cleaned(request, desk, brought)
    return outcome.tell_signed(request, desk.reader, desk.viewer, signed, desk.kind.name)


def _form_of(request: HttpRequest, sent: tuple[str, ...]) -> submission.Form:
    drawn = request.POST.get("drawn", "")
    drawn_at = int(drawn) if drawn.isascii() and drawn.isdigit() and len(drawn) < 16 else None
    return submission.Form(submission.read_key(request.POST.get("key", "")), drawn_at, sent)


def _quicker(request: HttpRequest, desk: Desk, draft: form.Draft, index: int) -> HttpResponse:
    """Say what a colleague has done since the form was drawn; what was typed here stands in the form, not sent."""
    refused = outcome.colleague_did(desk.viewer, desk.record, index, desk.reader)
    if not desk.act.fields and not outcome.wants_json(request):
        messages.info(request, refusal(refused, desk.reader))
        return HttpResponseRedirect(outcome.where(request, desk.viewer, desk.record, desk.kind.name))
    return _draw(request, desk, draft, refused, status=409)


def _draw(
    request: HttpRequest, desk: Desk, draft: form.Draft, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    reader, drawn = desk.reader, queries.our_size(desk.viewer, desk.viewer.compact)
    faults = {**draft.faults, **marked_by(refused, desk.act)} if request.method == "POST" else {}
    if request.method == "POST" and outcome.wants_json(request):
        said = refusal(refused, reader) if refused else reader.word("web.faults")
        return outcome.tell_refused(said, status, drawn)
    fields = _fields(desk, draft, faults)
    return show(
        request,
        "form",
        status=status,
        reader=reader,
        heading=act_label(desk.kind, desk.act.name(), reader),
        kind_name=desk.kind.name,
        record=desk.record,
        title=desk.title,
        asked=fields,
        folds=any(each.more and not each.fault for each in fields),
        refused=refusal(refused, reader) if refused else "",
        stopped=refused is not None and refused.code == STOPPED,
        slug=desk.number,
        audiences=_audiences(request, desk),
        two_persons=desk.act.two_persons,
        reason=request.POST.get("release_reason", "")[:1000],
        faults=request.method == "POST" and (bool(draft.faults) or refused is not None),
        marked=bool(faults),
        preview=_preview(desk, draft),
        help=_help(desk, draft),
        preview_url=_preview_url(desk),
        takes_files=desk.act.takes_files,
        most_files=MOST,
        choose_again=", ".join(files.names_of(request)),
        key=secrets.token_hex(16),
        drawn=drawn,
        over=refused is None and _is_over(desk),
    )


def _named(desk: Desk) -> Named:
    """Return what the act may name on its record as it stands: items and texts, for the form to offer."""
    found = _or_none(desk.viewer, desk.viewer.compact, desk.record) if desk.record else None
    return desk.kind.named(found.state, desk.act, desk.reader.party.code) if found and found.state else {}


def _fields(desk: Desk, draft: form.Draft, faults: dict[str, Refused]) -> list[Asked]:
    """Return the fields that are asked."""
    found = asked(desk.kind, desk.act, draft.shown, faults, desk.reader, draft.parts, _named(desk))
    if desk.act is Translate:
        ask_translation(found, desk.reader)
    return [each for each in found if each.name != MARK_FIELD or not is_marked(desk.act)]


def _audiences(request: HttpRequest, desk: Desk) -> list[tuple[str, str, bool]]:
    """Return whom a new record may be meant for: its kind's usual audience stands first, unnamed."""
    if not desk.act.opens:
        return []
    chosen = request.POST.get("audience", "")
    return [(code, desk.reader.word(f"audience_{code.lower()}"), code == chosen) for code in AUDIENCES]


def _preview_url(desk: Desk) -> str:
    if desk.record:
        return reverse("web:preview_act", args=[desk.viewer.compact, *desk.record.split("/"), desk.act.name()])
    return reverse("web:preview_new", args=[desk.viewer.compact, desk.kind.name, desk.act.name()])


def _preview(desk: Desk, draft: form.Draft) -> tuple[sign.Preview, sign.Preview] | None:
    if draft.faults or any(not each.optional and each.name not in draft.body for each in desk.act.fields.values()):
        return None
    act = desk.act(draft.body)
    return sign.preview(
        desk.kind, act, desk.reader, number=desk.number, now=desk.now, is_owner=desk.is_owner, post=desk.viewer.post
    )


@require_POST
def preview_new(request: HttpRequest, compact: str, kind: str, act: str) -> HttpResponse:
    """Return the preview fragment for a form that opens a record."""
    return _preview_fragment(request, _desk(request, kind, act, ""))


@require_POST
def preview_act(request: HttpRequest, compact: str, party: str, slug: str, act: str) -> HttpResponse:
    """Return the preview fragment for a form on a record."""
    found = _found(viewer_for(request), compact, f"{party}/{slug}")
    return _preview_fragment(request, _desk(request, found.row.name, act, found.row.record))


def _preview_fragment(request: HttpRequest, desk: Desk) -> HttpResponse:
    draft = _marked(desk, form.read_form(desk.act, request.POST, desk.reader))
    help_ = _help(desk, draft)
    return show(request, "part_preview", reader=desk.reader, preview=_preview(desk, draft), help=help_)


def _help(desk: Desk, draft: form.Draft) -> wording.Help | None:
    """Return what the form of a text to sign says beside the preview."""
    if desk.kind.name != "commitment":
        return None
    return wording.help_for_form(desk.viewer, desk.act.name(), desk.record, draft.body, desk.reader)
