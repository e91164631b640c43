"""Enrolment: one code, handed over once, sets password and phone together or not at all."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.people.officers import PASSWORD, Make, give_password, phone_code, sign_in

from hamsaya.core.errors import Refused
from hamsaya.core.text import word
from hamsaya.people.enrol import add_officer, invite, open_enrolment
from hamsaya.people.models import Enrolment, Officer

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.people.pages")]
GOOD = {"password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def invited() -> tuple[Officer, Client]:
    """Return an officer with an open enrolment, and a client that has given its code."""
    officer, client = add_officer("duty"), Client()
    code = invite(officer, timezone.now())
    assert client.post("/enrol/", {"username": "duty", "code": code.lower()})["Location"] == "/enrol/factor/"
    client.get("/enrol/factor/")
    return officer, client


def test_a_new_officer_comes_in_with_the_code(invited: tuple[Officer, Client]) -> None:
    officer, client = invited
    page = client.post("/enrol/factor/", {**GOOD, "code": phone_code(officer)}).content.decode()
    assert page.count("<li><code>") == 10
    officer.refresh_from_db()
    TOTPDevice.objects.update(last_t=-1)
    assert sign_in(officer).get("/account/").status_code == 200
    assert client.get("/enrol/factor/")["Location"] == "/enrol/"


def test_the_drawing_carries_no_style_of_its_own(invited: tuple[Officer, Client]) -> None:
    page = invited[1].get("/enrol/factor/").content.decode()
    assert page.count("<svg") == 3
    assert "style=" not in page


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"password": PASSWORD, "again": "another"}, "password.differs"),
        ({"password": "short", "again": "short"}, "password.too-short"),
        ({**GOOD, "code": "000000"}, "factor.wrong"),
    ],
)
def test_half_an_enrolment_is_none(sent: dict[str, str], code: str, invited: tuple[Officer, Client]) -> None:
    officer, client = invited
    response = client.post("/enrol/factor/", {"code": phone_code(officer), **sent})
    assert response.status_code == 403
    assert word(f"refused.{code}", "en", least=12) in response.content.decode()
    officer.refresh_from_db()
    assert not officer.has_usable_password()
    assert not TOTPDevice.objects.get().confirmed
    assert Enrolment.objects.get().used is None


def test_a_code_is_for_one_officer_for_three_days_and_once() -> None:
    now = timezone.now()
    officer, _ = add_officer("duty"), add_officer("desk")
    code = invite(officer, now)
    assert open_enrolment("duty", code, now + timedelta(days=2, hours=23)).officer == officer
    for name, typed, at in (
        ("desk", code, now),
        ("duty", code + "A", now),
        ("duty", "", now),
        ("duty", code, now + timedelta(days=3)),
    ):
        with pytest.raises(Refused, match=r"enrol\.wrong"):
            open_enrolment(name, typed, at)
    invite(officer, now)
    with pytest.raises(Refused, match=r"enrol\.wrong"):
        open_enrolment("duty", code, now)


def test_a_new_code_shuts_what_opened_before(make_officer: Make) -> None:
    officer = make_officer("duty", "duty")
    client = sign_in(officer)
    invite(officer, timezone.now())
    assert client.get("/closed/").status_code == 302
    assert give_password(Client(), officer) == 403
    assert TOTPDevice.objects.count() == 0


@pytest.mark.parametrize("name", ["", "a b", "<b>", "x" * 65])
def test_a_name_that_does_not_do_is_refused(name: str) -> None:
    with pytest.raises(Refused, match=r"officer\.name"):
        add_officer(name)


def test_a_name_is_taken_once() -> None:
    add_officer("duty")
    with pytest.raises(Refused, match=r"officer\.taken"):
        add_officer("duty")
