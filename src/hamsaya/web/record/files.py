"""Files beside a letter: read from a form, cleaned, told to their sender, and handed out on the letter's page."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse

from hamsaya.core.errors import Refused
from hamsaya.core.kinds import Act
from hamsaya.core.reader import Reader
from hamsaya.node import blob, queries
from hamsaya.node.attach import ENDINGS, MOST, Attached, attach
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for

FIELD = "attach"
OTHER = "application/octet-stream"


def names_of(request: HttpRequest) -> list[str]:
    """Return the names of the files that a form brought."""
    return [each.name or "" for each in request.FILES.getlist(FIELD)]


def check_none(request: HttpRequest) -> None:
    """Refuse files beside what a second officer must confirm: what waits for that holds no files."""
    if names_of(request):
        raise Refused("file.two-officers")


def read_files(request: HttpRequest, act: type[Act]) -> tuple[tuple[Attached, ...], tuple[str, ...]]:
    """Return a form's files, cleaned, and the digest of each as it was sent. Refused for what may not go."""
    sent = request.FILES.getlist(FIELD)
    if sent and not act.takes_files:
        raise Refused("file.not-taken")
    if len(sent) > MOST:
        raise Refused("file.too-many", most=MOST, count=len(sent))
    for each in sent:
        if (each.size or 0) > blob.LARGEST:
            raise Refused("file.too-large", limit=blob.LARGEST, size=each.size)
    datas = [each.read() for each in sent]
    files = tuple(attach(data, each.name or "") for data, each in zip(datas, sent, strict=True))
    return files, tuple(hashlib.sha256(data).hexdigest() for data in datas)


def size_words(size: int, reader: Reader) -> str:
    """Return a file's size in the reader's digits: whole kilobytes, at least one."""
    return reader.word("file.kilobytes", count=reader.digits(max(1, round(size / 1000))))


def download(request: HttpRequest, compact: str, party: str, slug: str, digest: str) -> HttpResponse:
    """Hand out one file of a record to whoever may see the record; never shown inside a page of ours."""
    viewer, record = viewer_for(request), f"{party}/{slug}"
    try:
        found, history = queries.record(viewer, compact, record), queries.history(viewer, compact, record)
    except Refused:
        raise Http404 from None
    if digest not in {each["hash"] for act in history for each in act.files}:
        raise Http404
    content = blob.read(found.row.compact_id, digest)
    if content is None:
        raise Refused("file.not-here")
    access_log.note_access(viewer, access_log.VIEW, record, [found.row.audience])
    media = content.media if content.media in ENDINGS else OTHER
    name = f"{party}-{slug}-{digest[:8]}{ENDINGS.get(media, '')}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content.data, content_type=media, headers=headers)
