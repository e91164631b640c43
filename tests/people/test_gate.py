"""What is closed stays closed: to strangers, to half a sign-in, to another compact's officer, to an empty chair."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from tests.people.officers import PASSWORD, Make, Row, give_password, phone_code, sign_in

from hamsaya.people.enrol import revoke
from hamsaya.people.gate import BEGAN, SEEN
from hamsaya.people.models import Assignment

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.people.pages")]
PUBLIC = {"sign-in/", "enrol/", "enrol/factor/", "language/", "opened/"}


def rest(client: Client, seconds: int, *names: str) -> None:
    """Let the sign-in be that much older."""
    session = client.session
    for name in names:
        session[name] -= seconds
    session.save()


def every_address() -> list[str]:
    found = []
    for each in get_resolver().url_patterns:
        patterns = [each] if isinstance(each, URLPattern) else each.url_patterns
        found += [str(pattern.pattern).replace("<slug:compact>", "irpk") for pattern in patterns]
    return found


def test_a_stranger_reaches_no_page_that_is_not_marked_public() -> None:
    reached = {address for address in every_address() if Client().get(f"/{address}").status_code in {200, 405}}
    assert reached - PUBLIC == set()


def test_a_stranger_is_sent_to_the_sign_in_and_back() -> None:
    response = Client().get("/closed/?x=1")
    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=%2Fclosed%2F%3Fx%3D1")


def test_a_script_learns_only_that_it_may_not() -> None:
    assert Client().get("/closed/", headers={"Accept": "text/event-stream"}).status_code == 401
    response = Client().get("/closed/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (401, "/sign-in/")


def test_both_factors_and_a_post_open_the_page(make_officer: Make) -> None:
    assert sign_in(make_officer("duty", "duty")).get("/closed/").content == b"irpk ir-duty"


def test_the_password_alone_opens_nothing(make_officer: Make) -> None:
    client = Client()
    assert give_password(client, make_officer("duty", "duty")) == 302
    opened = {address for address in every_address() if client.get(f"/{address}").status_code == 200}
    assert opened == {"second-factor/", "enrol/", "opened/"}
    assert client.get("/closed/")["Location"] == "/second-factor/?next=%2Fclosed%2F"


def test_an_officer_without_a_post_sees_the_account_alone(make_officer: Make) -> None:
    client = sign_in(make_officer("new"))
    assert client.get("/account/").status_code == 200
    assert client.get("/closed/")["Location"] == "/account/?next=%2Fclosed%2F"


def test_a_post_that_has_ended_opens_nothing(make_officer: Make) -> None:
    officer = make_officer("duty", "duty")
    client = sign_in(officer)
    Assignment.objects.filter(officer=officer).update(ends=timezone.now())
    assert client.get("/closed/").status_code == 302


def test_another_compacts_officer_finds_nothing(make_officer: Make) -> None:
    ours, theirs = sign_in(make_officer("duty", "duty")), sign_in(make_officer("guest", "head", compact="iraf"))
    assert ours.get("/of/irpk/").content == b"irpk ir-duty"
    assert theirs.get("/of/irpk/").status_code == 404
    assert ours.get("/of/nowhere/").status_code == 404


def test_an_officer_of_two_compacts_looks_through_one_post_at_a_time(make_officer: Make) -> None:
    officer = make_officer("duty", "duty")
    other = Assignment.objects.get(officer=make_officer("guest", "head", compact="iraf")).post
    Assignment.objects.create(officer=officer, post=other, starts=timezone.now())
    client = sign_in(officer)
    assert client.get("/of/iraf/").content == b"iraf ir-guest"
    assert client.post("/post/", {"post": "999"}).status_code == 302
    before = client.get("/closed/").content
    assert client.post("/post/", {"post": str(other.pk if before.startswith(b"irpk") else 0)}).status_code == 302
    assert client.get("/closed/").content == b"iraf ir-guest"


def test_a_page_for_a_role_refuses_the_others(make_officer: Make) -> None:
    assert sign_in(make_officer("duty", "duty")).get("/admins/").status_code == 403
    assert sign_in(make_officer("admin", "admin")).get("/admins/").content == b"admins"


def test_an_office_left_alone_is_closed_after_a_quarter_of_an_hour(make_officer: Make, trail: list[Row]) -> None:
    client = sign_in(make_officer("desk", "desk"))
    rest(client, 899, SEEN)
    assert client.get("/closed/").status_code == 200
    rest(client, 900, SEEN)
    assert client.get("/closed/")["Location"] == "/sign-in/?ended=1&next=%2Fclosed%2F"
    assert client.get("/closed/")["Location"] == "/sign-in/?next=%2Fclosed%2F"
    assert [row[:3] for row in trail] == [("irpk", "sign-in", "ir-desk/desk"), ("irpk", "sign-in-idle", "ir-desk/desk")]


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(make_officer: Make) -> None:
    client = sign_in(make_officer("desk", "desk"))
    rest(client, 600, SEEN)
    assert client.get("/polled/").status_code == 200
    rest(client, 300, SEEN)
    assert client.get("/polled/").status_code == 302


def test_a_duty_desk_stays_for_its_shift_and_no_longer(make_officer: Make) -> None:
    client = sign_in(make_officer("duty", "duty"))
    rest(client, 11 * 3600, SEEN, BEGAN)
    assert client.get("/closed/").status_code == 200
    rest(client, 2 * 3600, BEGAN)
    assert client.get("/closed/").status_code == 302


def test_half_a_sign_in_ends_too(make_officer: Make) -> None:
    officer, client = make_officer("duty", "duty"), Client()
    give_password(client, officer)
    rest(client, 900, BEGAN)
    assert client.post("/second-factor/", {"code": phone_code(officer)})["Location"] == "/sign-in/?ended=1"


def test_revoking_ends_every_sign_in_at_once(make_officer: Make) -> None:
    officer = make_officer("duty", "duty")
    client = sign_in(officer)
    revoke(officer, timezone.now())
    assert client.get("/closed/").status_code == 302
    assert give_password(Client(), officer) == 403


def test_the_sign_in_forgets_a_place_outside_this_node(make_officer: Make) -> None:
    officer, client = make_officer("duty", "duty"), Client()
    client.post("/sign-in/", {"username": "duty", "password": PASSWORD})
    for outside in (
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "javascript:alert(1)",
        "/\\elsewhere.example",
    ):
        assert client.get("/sign-in/", {"next": outside})["Location"] == "/second-factor/?next=/"
    response = client.post("/second-factor/", {"code": phone_code(officer), "next": "//elsewhere.example"})
    assert response["Location"] == "/"


async def test_an_async_view_is_closed_as_well() -> None:
    from django.test import AsyncClient

    assert (await AsyncClient().get("/streamed/")).status_code == 302
