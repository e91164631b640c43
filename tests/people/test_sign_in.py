"""Coming in: guessing is stopped, no code works twice, and the pages read well in three languages."""

import re

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.people.officers import PASSWORD, Make, Row, give_password, phone_code, sign_in

from hamsaya.core.errors import Refused
from hamsaya.core.text import word
from hamsaya.people.factor import DEMO_SECRET, new_recovery_codes, recovery_codes_left
from hamsaya.people.models import Officer
from hamsaya.people.password import check_password, normal_password

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.people.pages")]


def said(code: str, lang: str = "en", **values: object) -> str:
    return word(f"refused.{code}", lang, **values)


def test_guessing_is_stopped_for_that_name_and_address_alone(make_officer: Make) -> None:
    duty, desk = make_officer("duty", "duty"), make_officer("desk", "desk")
    assert [give_password(Client(), duty, "wrong password") for _ in range(5)] == [403, 403, 403, 403, 429]
    locked = Client().post("/sign-in/", {"username": "duty", "password": PASSWORD})
    assert locked.status_code == 429
    assert said("sign-in.locked", minutes=15) in locked.content.decode()
    assert give_password(Client(), desk) == 302
    assert give_password(Client(REMOTE_ADDR="192.0.2.7"), duty) == 302
    assert AccessAttempt.objects.get(username="duty").failures_since_start >= 5


def test_an_unknown_name_is_answered_like_a_wrong_password(make_officer: Make) -> None:
    duty = make_officer("duty", "duty")
    known = Client().post("/sign-in/", {"username": duty.username, "password": "wrong password"})
    unknown = Client().post("/sign-in/", {"username": "nobody", "password": "wrong password"})
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", known.content.decode()) == strip.sub("", unknown.content.decode())
    assert known.status_code == unknown.status_code == 403


def test_a_code_works_once(make_officer: Make) -> None:
    officer = make_officer("duty", "duty")
    code = phone_code(officer)
    first, second = Client(), Client()
    give_password(first, officer)
    give_password(second, officer)
    assert first.post("/second-factor/", {"code": code}).status_code == 302
    refused = second.post("/second-factor/", {"code": code})
    assert refused.status_code == 403
    assert said("factor.wrong") in refused.content.decode()


def test_guessing_the_code_has_to_wait(make_officer: Make) -> None:
    officer, client = make_officer("duty", "duty"), Client()
    give_password(client, officer)
    client.post("/second-factor/", {"code": "000000"})
    again = client.post("/second-factor/", {"code": phone_code(officer)})
    assert again.status_code == 403
    assert said("factor.wait", seconds=1) in again.content.decode()


def test_a_code_in_persian_digits_and_spaces_is_read(make_officer: Make) -> None:
    officer, client = make_officer("duty", "duty"), Client()
    give_password(client, officer)
    code = phone_code(officer).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert client.post("/second-factor/", {"code": f"{code[:3]} {code[3:]}"}).status_code == 302


def test_a_recovery_code_works_once_and_is_not_kept_as_it_is(make_officer: Make) -> None:
    officer, client = make_officer("duty", "duty"), Client()
    codes = new_recovery_codes(officer)
    assert (len(set(codes)), recovery_codes_left(officer)) == (10, 10)
    assert StaticToken.objects.filter(token__in=[code.replace("-", "") for code in codes]).count() == 0
    give_password(client, officer)
    assert client.post("/second-factor/", {"code": codes[0].lower()}).status_code == 302
    assert recovery_codes_left(officer) == 9
    other = Client()
    give_password(other, officer)
    assert other.post("/second-factor/", {"code": codes[0]}).status_code == 403


def test_a_signed_in_session_gets_a_new_key_at_each_step(make_officer: Make) -> None:
    officer, client = make_officer("duty", "duty"), Client()
    client.get("/sign-in/")
    give_password(client, officer)
    half = client.session.session_key
    client.post("/second-factor/", {"code": phone_code(officer)})
    assert client.session.session_key != half


def test_signing_in_and_out_is_written_down(make_officer: Make, trail: list[Row]) -> None:
    client = sign_in(make_officer("duty", "duty"))
    client.post("/sign-out/")
    assert client.get("/account/").status_code == 302
    assert [row[:3] for row in trail] == [("irpk", "sign-in", "ir-duty/duty"), ("irpk", "sign-out", "ir-duty/duty")]


def test_a_forged_form_is_refused(make_officer: Make) -> None:
    make_officer("duty", "duty")
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/", {"username": "duty", "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize("lang", ["en", "fa", "ur"])
def test_the_pages_are_in_the_readers_language(lang: str, make_officer: Make) -> None:
    client = Client()
    client.post("/language/", {"language": lang})
    page = client.get("/sign-in/")
    assert f"<h1>{word('people.sign_in', lang)}</h1>" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    officer = sign_in(make_officer("duty", "duty", lang=lang))
    assert f"<h1>{word('people.account', lang)}</h1>" in officer.get("/account/").content.decode()


def test_a_demonstration_secret_opens_nothing_on_a_real_node(make_officer: Make) -> None:
    officer, client = make_officer("duty", "duty"), Client()
    TOTPDevice.objects.filter(user=officer).update(key=DEMO_SECRET.hex())
    give_password(client, officer)
    assert client.post("/second-factor/", {"code": phone_code(officer)}).status_code == 403


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short words", "password.too-short"),
        ("x" * 201, "password.too-long"),
        ("abababababab", "password.too-plain"),
        ("qwerty123456", "password.common"),
        ("now DUTY calls us", "password.like-name"),
    ],
)
def test_a_password_that_does_not_do_is_named_as_such(password: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_password(password, "duty")
    assert refused.value.code == code


def test_a_password_typed_on_another_keyboard_is_the_same() -> None:
    assert normal_password("كتابي ١٢٣") == normal_password("کتابی ۱۲۳") == "کتابی 123"


def test_changing_the_password_needs_old_one_and_code_and_ends_other_sign_ins(make_officer: Make) -> None:
    officer = make_officer("duty", "duty")
    here = sign_in(officer)
    new = {"password": "another lamp in a window", "again": "another lamp in a window"}
    assert here.post("/account/password/", {"old": PASSWORD, **new, "code": "000000"}).status_code == 403
    TOTPDevice.objects.filter(user=officer).update(throttling_failure_count=0)
    there = Client(REMOTE_ADDR="192.0.2.8")
    there.cookies[settings.SESSION_COOKIE_NAME] = here.cookies[settings.SESSION_COOKIE_NAME].value
    wrong = here.post("/account/password/", {"old": "not this one", **new, "code": phone_code(officer)})
    assert said("password.old-wrong") in wrong.content.decode()
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
    TOTPDevice.objects.filter(user=officer).update(last_t=-1)
    assert here.post("/account/password/", {"old": PASSWORD, **new, "code": phone_code(officer)}).status_code == 200
    assert here.get("/closed/").status_code == 200
    assert there.get("/closed/").status_code == 302
    assert Officer.objects.get().check_password("another lamp in a window")


def test_preferences_take_only_what_is_offered(make_officer: Make) -> None:
    officer = make_officer("duty", "duty")
    client = sign_in(officer)
    client.post("/account/preferences/", {"language": "xx", "digits": "arabext", "calendar": "persian"})
    officer.refresh_from_db()
    assert (officer.language, officer.digits, officer.calendar) == ("en", "arabext", "persian")


def test_the_account_counts_recovery_codes_in_the_officers_digits(make_officer: Make) -> None:
    officer = make_officer("duty", "duty")
    client = sign_in(officer)
    client.post("/account/preferences/", {"language": "en", "digits": "arabext", "calendar": "persian"})
    client.post("/account/recovery/", {"code": phone_code(officer)})
    assert word("people.recovery_left", "en", count="۱۰") in client.get("/account/").content.decode()


def test_new_recovery_codes_need_a_code(make_officer: Make) -> None:
    officer = make_officer("duty", "duty")
    client = sign_in(officer)
    assert client.post("/account/recovery/", {"code": "12345"}).status_code == 403
    assert client.post("/account/recovery/", {"code": phone_code(officer)}).status_code == 200
    assert recovery_codes_left(officer) == 10
