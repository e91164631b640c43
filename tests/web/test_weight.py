"""What a weak link has to carry: answers are compressed, and static files are fetched once."""

import asyncio
import gzip
import hashlib
from importlib.resources import files

from django.http import HttpRequest, StreamingHttpResponse
from django.middleware.gzip import GZipMiddleware
from django.templatetags.static import static
from django.test import AsyncClient, Client

from hamsaya.web.changes import stream


def test_the_address_of_a_static_file_names_its_content() -> None:
    content = files("hamsaya.web").joinpath("static/web/app.css").read_bytes()
    assert static("web/app.css") == f"/static/web/app.css?v={hashlib.sha256(content).hexdigest()[:10]}"


def test_a_file_that_is_not_there_has_no_version() -> None:
    assert static("web/nothing.css") == "/static/web/nothing.css"


def test_pages_and_files_are_compressed_where_the_browser_takes_it(client: Client, db: None) -> None:
    for address in ("/people/sign-in/", static("web/app.css")):
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer["Content-Encoding"] == "gzip"
        assert len(answer.content) * 2 < len(gzip.decompress(answer.content))


def test_a_static_file_is_kept_for_a_year(client: Client, db: None) -> None:
    answer = client.get(static("web/app.css"))
    assert answer["Cache-Control"] == "max-age=31536000, public"
    kept = client.get(static("web/app.css"), headers={"If-None-Match": answer["ETag"]})
    assert (kept.status_code, kept.content) == (304, b"")


def test_a_static_file_is_answered_whole_also_to_an_asynchronous_server(db: None) -> None:
    content = files("hamsaya.web").joinpath("static/web/app.css").read_bytes()
    answer = asyncio.run(AsyncClient().get(static("web/app.css")))
    assert (answer.streaming, answer.content) == (False, content)
    head = asyncio.run(AsyncClient().head(static("web/app.css")))
    assert (head.content, head["Content-Length"]) == (b"", str(len(content)))


def test_the_stream_of_changes_is_never_held_back_by_compression() -> None:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = "gzip"
    answer = asyncio.run(stream(request, "irpk"))
    assert isinstance(answer, StreamingHttpResponse)
    given = GZipMiddleware(lambda _: answer).process_response(request, answer)
    assert given["Content-Encoding"] == "identity"
