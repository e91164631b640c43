"""The digest: what was signed since the last one, by area and side. Nothing of the desks' letters but their number."""

import logging
import smtplib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage

from hamsaya.core.kinds import kind_of
from hamsaya.core.reader import Reader
from hamsaya.core.say import act_label
from hamsaya.node import council
from hamsaya.node.council import Change
from hamsaya.node.lookup import compact_of
from hamsaya.people import access_log
from hamsaya.people.models import PostMail
from hamsaya.people.viewer import Viewer

log = logging.getLogger("hamsaya.mail")
LOOK_SECONDS = 60.0
MOST = 200
HIDDEN = frozenset({"DESK", "OWN"})


@dataclass(frozen=True)
class Letter:
    """A digest ready to send; `audiences`: the marks of what its body names."""

    subject: str
    body: str
    audiences: frozenset[str]


def compose(viewer: Viewer, reader: Reader, since: datetime, now: datetime, *, desk: bool, root: str) -> Letter | None:
    """Return the digest of what the viewer may read since then; None where nothing changed.

    `desk`: whether titles of what is marked DESK may stand in a body; where not, they are counted. `root`: the
    address of the officers' pages, "" where it is not to be named.
    """
    every = [each for each in council.changes(viewer, viewer.compact, since.date(), most=MOST) if _after(each, since)]
    shown = [each for each in every if desk or each.row.audience not in HIDDEN]
    if not every:
        return None
    lines = [reader.word("mail.since", day=reader.day_both(since.astimezone(reader.party.tz).date())), ""]
    ordered = sorted(shown, key=lambda each: (each.row.area, each.party, -each.stored, each.index))
    for (area, party), changes in groupby(ordered, key=lambda each: (each.row.area, each.party)):
        lines += [f"{_area(area, reader)} · {reader.party_name(party)}", *_told(list(changes), reader), ""]
    if len(every) > len(shown):
        lines += [reader.word("mail.hidden", count=reader.digits(len(every) - len(shown))), ""]
    if len(every) == MOST:
        lines += [reader.word("mail.more", count=reader.digits(MOST)), ""]
    lines.append(f"{root}/{viewer.compact}/council/changed/" if root else reader.word("mail.sign_in"))
    subject = reader.word("mail.subject", day=reader.day(now.astimezone(reader.party.tz).date()))
    return Letter(subject, "\n".join(lines), frozenset(each.row.audience for each in shown))


def _after(change: Change, since: datetime) -> bool:
    return change.stored >= since.timestamp()


def _area(area: str, reader: Reader) -> str:
    named = next((each for each in reader.compact.areas if each.id == area), None)
    return reader.name(named.name) if named else reader.word("mail.no_area")


def _told(changes: Sequence[Change], reader: Reader) -> list[str]:
    found = []
    for each in changes:
        kind = kind_of(each.row.kind)
        label = act_label(kind, each.act, reader) if kind else each.act
        found.append(f"- {reader.titled(each.row.title) or each.row.record}: {label}")
    return found


def is_on() -> bool:
    """Tell whether this node sends mail at all."""
    return bool(settings.EMAIL_HOST)


def send_due(now: datetime) -> int:
    """Send every digest that is due; return how many were sent. One that cannot be sent waits for the next look."""
    sent = 0
    for each in PostMail.objects.select_related("post").order_by("pk"):
        if now - each.told >= timedelta(days=each.days):
            sent += _send(each, now)
    return sent


def _send(mail: PostMail, now: datetime) -> bool:
    post = mail.post
    viewer = Viewer(post.compact, post.code, roles=frozenset(post.roles), areas=frozenset(post.areas))
    row, agreed = compact_of(viewer, post.compact)
    reader = Reader.of(agreed, row.party, mail.language)
    letter = compose(viewer, reader, mail.told, now, desk=settings.HAMSAYA_MAIL_DESK, root=settings.HAMSAYA_MAIL_PAGES)
    try:
        if letter is not None:
            access_log.note(
                post.compact, access_log.EXPORT, post.code, "digest by e-mail", ",".join(sorted(letter.audiences))
            )
            headers = {"Auto-Submitted": "auto-generated", "Content-Language": mail.language}
            EmailMessage(letter.subject, letter.body, to=[mail.address], headers=headers).send()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("%s: the digest for %s could not be sent: %s", post.compact, post.code, error)
        return False
    PostMail.objects.filter(pk=mail.pk).update(told=now)
    return letter is not None


def run_mail(stop: threading.Event) -> None:
    """Look for digests that are due until told to stop."""
    from django.db import Error, close_old_connections

    while is_on() and not stop.is_set():
        try:
            send_due(datetime.now(UTC))
        except Error:
            log.exception("digests could not be read; again in a moment")
        finally:
            close_old_connections()
        stop.wait(LOOK_SECONDS)
