"""Marks hold on pages, in lists, exports, search, the log and its proofs: data that could leak does not."""

import pytest
from tests.node.world import NOW, join_compact
from tests.web.conftest import SignIn

from hamsaya.node import ledger

pytestmark = pytest.mark.django_db
SECRET = "sandgrouse"


def enter(compact: str, audience: str) -> str:
    body = {
        "title": {"en": f"{SECRET} {audience}"},
        "source": "speech",
        "published": "not-stated",
        "dated": "not_stated",
    }
    draft = ledger.Draft("report/1", "enter", ledger.new_record(compact), body, audience=audience, confirmed=True)
    return ledger.append(compact, [draft], post="ir-desk", now=NOW)[0].record


@pytest.mark.parametrize(
    ("roles", "seen"),
    [
        (("duty",), {"OPEN", "GOV", "DESK"}),
        (("desk",), {"OPEN", "GOV"}),
        (("market",), {"OPEN", "GOV"}),
        (("reader",), {"OPEN", "GOV"}),
    ],
)
def test_an_officer_sees_what_the_mark_allows(
    compact: str, sign_in: SignIn, roles: tuple[str, ...], seen: set[str]
) -> None:
    records = {audience: enter(compact, audience) for audience in ("OPEN", "GOV", "DESK")}
    client = sign_in("en", *roles)
    for address in ("list/report/", "list/report/?format=csv", "list/report/?format=json", f"list/report/?q={SECRET}"):
        text = client.get(f"/{compact}/{address}").content.decode()
        assert {audience for audience in records if f"{SECRET} {audience}" in text} == seen, address
    for index, audience in enumerate(records, 1):
        expected = 200 if audience in seen else 404
        assert client.get(f"/{compact}/r/{records[audience]}/").status_code == expected
        assert client.get(f"/{compact}/log/IR/{index}/").status_code == expected
        assert client.get(f"/{compact}/log/IR/{index}/proof/").status_code == expected
    text = client.get(f"/{compact}/log/").content.decode()
    assert {audience for audience in records if f"{SECRET} {audience}" in text} == seen


def test_an_officer_of_one_compact_sees_nothing_of_another(compact: str, sign_in: SignIn) -> None:
    other = join_compact("other-one")
    records = {name: enter(name, "OPEN") for name in (compact, other)}
    client = sign_in("en", "duty", "desk", compact=other)
    assert client.get(f"/{other}/r/{records[other]}/").status_code == 200
    for address in (
        f"{compact}/r/{records[compact]}/",
        f"{other}/r/{records[compact]}/",
        f"{compact}/now/",
        f"{compact}/log/",
    ):
        assert client.get(f"/{address}").status_code == 404, address
    assert records[compact] not in client.get(f"/{other}/list/report/").content.decode()


def test_a_stranger_is_sent_to_sign_in(compact: str, client: object) -> None:
    from django.test import Client

    for address in ("now/", "log/", "in/desk/", "new/incident/report/"):
        response = Client().get(f"/{compact}/{address}")
        assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, "/people/sign-in/")
