"""Whatever is sent to any page is answered with a page: never a fault of the program, never a trace of it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.web.conftest import SignIn
from tests.web.test_pages import open_record

from hamsaya.core.kinds import all_kinds, kind_named
from hamsaya.core.text import word
from hamsaya.node.models import Log
from hamsaya.web import form

pytestmark = pytest.mark.django_db
MANY = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
PARTS = (
    "", ".day", ".clock", ".until_day", ".until_clock", ".precision", ".place", ".km", ".inside", ".unknown", ".en",
    ".fa", ".ur", ".0.en", ".1.fa",
)  # fmt: skip
NASTY = st.sampled_from((
    "", " ", "\0", "a\0b", "\u202e", "\ufffe", "9" * 5000, "-1", "1e999", "NaN", "۹۹۹۹/۱۲/۳۰", "0001-01-01",
    "9999-12-31", "1403/12/31", "00:00", "23:59", "24:60", "۲۳:۵۹", "x" * 100_000, "<script>", "{{7*7}}",
    "'; DROP TABLE node_entry; --", "%s%s%n", "../../etc/passwd", "IR", "PK", "yes", "not-known", "minute", "range",
    "day", "exact", "mirjaveh-taftan", "now",
    "OPEN", "OWN", "\ud7ff\ue000", "²", "٣", "on", "[]", "{}", "1/1/1", "1 1 1 1", "zahedan", "incident",
))  # fmt: skip
VALUES = NASTY | st.text(max_size=40)


def check(response: HttpResponseBase) -> None:
    """Fail on a fault of the program; a client that raises has failed already."""
    assert response.status_code < 500
    if not response.streaming:
        assert b"Traceback (most recent call last)" not in response.content  # type: ignore[attr-defined]


def patterns(found: Any = None, prefix: str = "/") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every address of the node's pages with the names of its variable parts."""
    for each in (found or get_resolver()).url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, route)
        elif isinstance(each, URLPattern):
            yield route, dict(each.pattern.converters)


ADDRESSES = sorted({route for route, _ in patterns() if "changes" not in route})
SPOTS = (
    "irpk",
    "IR",
    "desk",
    "incident",
    "report",
    "acknowledge",
    "1",
    "999999999999999999999999",
    "a" * 300,
    "%00",
    "%FF",
    "é",
)
SPOT = st.sampled_from(SPOTS) | st.integers(0, 5).map(str)


def fill(route: str, spots: list[str]) -> str:
    """Put values in the variable parts of an address; the compact's own is kept where it leads."""
    out, left = "", list(spots)
    for at, piece in enumerate(route.split("<")):
        name, closed, rest = piece.partition(">")
        out += (
            piece
            if not at
            else ("irpk" if "compact" in name and left[0] != "%00" else left.pop(0)) + rest
            if closed
            else ""
        )
    return out


@pytest.fixture
def client(compact: str, sign_in: SignIn) -> Client:
    """An officer with every role, on a node with a record of two kinds."""
    for name in ("incident", "report"):
        kind = kind_named(name)
        assert kind is not None
        open_record(compact, kind)
    return sign_in("en")


@MANY
@given(
    route=st.sampled_from(ADDRESSES),
    spots=st.lists(SPOT, min_size=6, max_size=6),
    asked=st.dictionaries(
        st.sampled_from(["q", "page", "kind", "status", "owner", "area", "format", "from_IR", "answer", "next", "x"]),
        VALUES,
    ),
    method=st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "FOO"]),
)
@example(route="/<slug:compact>/list/<slug:kind>/", spots=["report"] * 6, asked={"page": "9" * 5000}, method="GET")
@example(route="/<slug:compact>/list/<slug:kind>/", spots=["report"] * 6, asked={"q": "a\0b"}, method="GET")
@example(route="/<slug:compact>/log/<str:party>/<int:index>/", spots=["IR", SPOTS[7]] * 3, asked={}, method="GET")
def test_any_address_is_answered(
    client: Client, route: str, spots: list[str], asked: dict[str, str], method: str
) -> None:
    check(client.generic(method, fill(route, spots), query_params=asked))


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.wire)
@settings(MANY, max_examples=25)
@given(data=st.data())
def test_any_form_is_answered(compact: str, sign_in: SignIn, kind: Any, data: st.DataObject) -> None:
    client = _signed_in(sign_in)
    act = data.draw(st.sampled_from([act for act in kind.acts if act.opens and not act.hidden] or [None]))
    if act is None:
        return
    names = [f"f.{each.name}{part}" for each in form.ordered(act) for part in PARTS]
    fields = st.sampled_from([*names, "audience", "reason", "release_reason", "preview"])
    typed = data.draw(st.dictionaries(fields, st.lists(VALUES, min_size=1, max_size=3), max_size=12))
    for end in ("", "preview/"):
        check(client.post(f"/{compact}/new/{kind.name}/{act.name()}/{end}", typed))


def _signed_in(sign_in: SignIn) -> Client:
    from hamsaya.people.models import Officer, Post

    if (officer := Officer.objects.filter(username="officer-en-every-irpk").first()) is None:
        return sign_in("en")
    from django.utils import timezone
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    assert Post.objects.exists()
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    session, now = client.session, int(timezone.now().timestamp())
    device = TOTPDevice.objects.get(user=officer)
    session.update({DEVICE_ID_SESSION_KEY: device.persistent_id, "people.seen": now, "people.began": now})
    session.save()
    return client


BODIES = {
    "bytes that are no text": (b"f.title.en=\xff\xfe\x00&f.source=\x80", "application/x-www-form-urlencoded"),
    "another encoding": ("f.title.en=گزارش".encode("utf-16"), "application/x-www-form-urlencoded; charset=utf-16"),
    "an encoding that there is not": (b"f.title.en=a", "application/x-www-form-urlencoded; charset=klingon"),
    "no boundary": (b"--x\r\n\r\n", "multipart/form-data"),
    "a part without an end": (
        b'--x\r\nContent-Disposition: form-data; name="f.title.en"\r\n\r\nabc', "multipart/form-data; boundary=x"
    ),
    "a file where a line is asked": (
        b'--x\r\nContent-Disposition: form-data; name="f.title.en"; filename="../a"\r\n\r\nabc\r\n--x--\r\n',
        "multipart/form-data; boundary=x",
    ),
    "deep JSON": (b"[" * 100_000 + b"]" * 100_000, "application/json"),
    "fields without end": (b"&".join(b"f.x%d=1" % at for at in range(5000)), "application/x-www-form-urlencoded"),
    "doubled fields": (b"f.title.en=a&f.title.en=b&f.source=speech&f.source=", "application/x-www-form-urlencoded"),
    "nothing": (b"", "text/plain"),
    "zeros": (b"\0" * 1000, "application/octet-stream"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "sort"), BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("address", ["new/report/enter/", "new/report/enter/preview/", "second/1/"])
def test_any_body_is_answered(client: Client, address: str, data: bytes, sort: str) -> None:
    before = list(Log.objects.values_list("party", "sort", "size"))
    response = client.generic("POST", f"/irpk/{address}", data, content_type=sort)
    check(response)
    assert response.status_code in {200, 400, 404}
    assert list(Log.objects.values_list("party", "sort", "size")) == before


def test_a_post_that_is_too_large_is_refused_in_words(client: Client) -> None:
    body = b"f.title.en=" + b"a" * 2_600_000
    response = client.generic("POST", "/irpk/new/report/enter/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert word("web.bad_request", "en") in response.content.decode()


@pytest.mark.parametrize("body", [{"a": [[[[]]]]}, [], "x", None, 1e308], ids=repr)
def test_json_where_a_form_is_asked_signs_nothing(client: Client, body: Any) -> None:
    response = client.post("/irpk/new/report/enter/", json.dumps(body), content_type="application/json")
    assert response.status_code == 400
    assert word("web.faults", "en") in response.content.decode()


@pytest.mark.parametrize(
    "name", ["sign-in/", "second-factor/", "enrol/", "enrol/factor/", "language/", "account/password/"]
)
def test_the_pages_of_coming_in_take_anything(compact: str, name: str) -> None:
    typed = dict.fromkeys(("username", "password", "again", "code", "language", "next", "old"), "a\x00b" * 400)
    check(Client().post(f"/people/{name}", typed))
    check(Client().generic("POST", f"/people/{name}", b"\xff=\xfe&username=\x00"))
