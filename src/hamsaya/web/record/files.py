"""Files beside a letter: read from a form, cleaned, told to their sender, and handed out on the letter's page."""

import hashlib
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from hamsaya.core.errors import Refused
from hamsaya.core.kinds import Act
from hamsaya.core.reader import Reader
from hamsaya.node import blob, queries
from hamsaya.node.attach import ENDINGS, MOST, Attached, attach
from hamsaya.node.ledger import NewFile
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for

FIELD = "attach"
OTHER = "application/octet-stream"


def names_of(request: HttpRequest) -> list[str]:
    """Return the names of the files that a form brought."""
    return [each.name or "" for each in request.FILES.getlist(FIELD)]


@dataclass(frozen=True)
class Brought:
    """What a form brought beside its fields: its files, cleaned, and the digest of each as it was sent."""

    attached: tuple[Attached, ...] = ()
    sent: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[NewFile, ...]:
        """Return the files as they go out."""
        return tuple(each.file for each in self.attached)


def read_files(request: HttpRequest, act: type[Act]) -> Brought:
    """Return a form's files, which can be read once. Refused for what may not go."""
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
    return Brought(files, tuple(hashlib.sha256(data).hexdigest() for data in datas))


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
    return as_download(content.data, content.media, f"{party}-{slug}-{digest[:8]}")


def as_download(data: bytes, media: str, stem: str) -> HttpResponse:
    """Return a file to be kept, never shown inside a page of ours; `stem`: its name without the ending."""
    media = media if media in ENDINGS else OTHER
    name = f"{stem}{ENDINGS.get(media, '')}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=media, headers=headers)
