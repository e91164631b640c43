"""An e-mail file to its text and its attachments; who sent it to whom is not kept."""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from hamsaya.core.errors import HamsayaError, Refused
from hamsaya.intake.unpack.model import Piece
from hamsaya.intake.unpack.page import plain

HEADER = re.compile(
    rb"^(?:Received|Return-Path|From|To|Subject|Date|MIME-Version|Message-ID):", re.MULTILINE | re.IGNORECASE
)
MOST_ATTACHMENTS = 20
Opener = Callable[[str, bytes], Iterator["Piece | tuple[str, HamsayaError]"]]


def is_mail(name: str, data: bytes) -> bool:
    """Tell whether bytes are an e-mail: by name, or by three of its headers at the top."""
    return name.lower().endswith(".eml") or (
        HEADER.match(data) is not None and len(set(HEADER.findall(data[:4000]))) >= 3
    )


def unpack_mail(name: str, data: bytes, open_file: Opener) -> Iterator[Piece | tuple[str, HamsayaError]]:
    """Yield the message's text, then what its attachments hold or why one of them could not be read."""
    message = message_from_bytes(data, policy=policy.default)
    text = _body(message)
    found = list(_attachments(message))
    if not text.strip() and not found:
        raise Refused("intake.no-words")
    subject = str(message.get("subject", ""))[:300]
    if text.strip():
        yield Piece(
            name, f"{subject}\n\n{text}" if subject else text, "message/rfc822", title=subject, published=_day(message),
            notes=(("mail", {"count": len(found)}),),
        )  # fmt: skip
    for at, (label, content) in enumerate(found[:MOST_ATTACHMENTS], 1):
        yield from open_file(f"{name}/{label or at}", content)


def _body(message: EmailMessage) -> str:
    try:
        part = message.get_body(("plain", "html"))
        text = str(part.get_content()) if part is not None else ""
    except (LookupError, ValueError, KeyError):
        raw = message.get_payload(decode=True)
        return raw.decode("utf-8", errors="replace") if isinstance(raw, bytes) else ""
    is_html = part is not None and part.get_content_type() == "text/html"
    return (plain(text) if is_html else text).replace("\x00", "\ufffd")


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            yield re.sub(r"[^\w .-]", "_", part.get_filename() or "")[:100], content


def _day(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(str(message["date"])).date().isoformat()
    except (TypeError, ValueError):
        return ""
