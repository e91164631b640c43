"""The watch: a hand-over signed by both or by one alone, roster, alarms with their script, log and figures."""

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.node.world import COMPACT, Neighbour, letter
from tests.people.officers import PASSWORD, hashed, phone_code

from hamsaya.core.checkpoint import cosign
from hamsaya.node import contact, ledger
from hamsaya.node.head import read_head
from hamsaya.node.late import silence_record
from hamsaya.node.models import SHARED, Receipt, Record
from hamsaya.people.enrol import add_officer, assign
from hamsaya.people.models import HandOver, Officer, Post, Shift
from hamsaya.people.roster import desk_state
from hamsaya.web.watch import views

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
UNKNOWN = {"precision": "not_stated"}
SHIFT = f"/{COMPACT}/watch/shift/"


def officer(name: str, *roles: str) -> Officer:
    """Return an officer with a password, a phone and a post."""
    made = add_officer(name)
    made.password = hashed()
    made.save()
    TOTPDevice.objects.create(user=made, name="phone", confirmed=True)
    post = Post.objects.create(compact=COMPACT, code=f"ir-{name}", roles=list(roles))
    assign(made, post, timezone.now() - timedelta(minutes=1))
    return made


def signed_in(sign_in: SignIn, *roles: str) -> tuple[Client, Officer]:
    """Return a client whose officer has a password too."""
    client = sign_in("en", *roles)
    made = Officer.objects.get(pk=client.session["_auth_user_id"])
    made.password = hashed()
    made.save()
    client.force_login(made, backend="django.contrib.auth.backends.ModelBackend")
    session, now = client.session, int(timezone.now().timestamp())
    device = TOTPDevice.objects.get(user=made)
    session.update({"otp_device_id": device.persistent_id, "people.seen": now, "people.began": now})
    session.save()
    return client, made


def urgent(minutes: int) -> str:
    """Store an urgent letter of the neighbour that came so many minutes ago; return its record."""
    neighbour, came = Neighbour(), timezone.now() - timedelta(minutes=minutes)
    body = {**letter(urgency="now", urgency_reason="misreading").body, "from_desk": "turbat", "to_desk": "zahedan"}
    neighbour.write("incident/1", "report", "PK/theirs", body, audience="DESK", at=f"{came:%Y-%m-%dT%H:%M:%SZ}")
    ledger.receive(COMPACT, neighbour.verified(), neighbour.note(), now=came)
    return "PK/theirs"


def both(comes: Officer, **values: str) -> dict[str, str]:
    return {
        "how": "both", "desk": "zahedan", "notes": "Stray goats near post 12.", "own_password": PASSWORD,
        "username": comes.username, "password": PASSWORD, "code": phone_code(comes), **values,
    }  # fmt: skip


def test_both_officers_sign_on_one_screen_and_the_sign_in_passes_to_the_one_who_came(
    compact: str, sign_in: SignIn
) -> None:
    record = urgent(20)
    client, goes = signed_in(sign_in, "duty")
    comes = officer("night", "duty")
    assert record in client.get(SHIFT).context["summary"]["unseen"]
    assert client.post(SHIFT, both(comes)).status_code == 302
    (made,) = HandOver.objects.all()
    assert (made.given_by, made.taken_by, made.notes) == (goes, comes, "Stray goats near post 12.")
    assert (made.summary["open"], made.summary["alarms"]) == ([record], [record])
    assert client.get(f"/{COMPACT}/now/").wsgi_request.user == comes


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"own_password": "no"}, "The password of the officer who goes is not right."),
        ({"password": "no"}, "Name or password of the officer who comes is not right."),
        ({"code": "000000"}, "The code is not right"),
        ({"notes": "call 0300-1234567"}, ""),
    ],
)
def test_what_is_not_right_signs_nothing_and_keeps_the_notes(
    compact: str, sign_in: SignIn, wrong: dict[str, str], said: str
) -> None:
    client, _ = signed_in(sign_in, "duty")
    sent = both(officer("night", "duty"), **wrong)
    answer = client.post(SHIFT, sent)
    assert (answer.status_code, HandOver.objects.count()) == (403, 0)
    assert answer.context["error"].startswith(said)
    assert answer.context["notes"] == sent["notes"]


def test_nobody_hands_over_to_himself_or_to_who_has_no_duty(compact: str, sign_in: SignIn) -> None:
    client, goes = signed_in(sign_in, "duty")
    for other in (goes, officer("clerk", "desk")):
        assert client.post(SHIFT, both(other)).status_code == 403
    assert HandOver.objects.count() == 0


def test_where_nobody_comes_one_signs_alone_the_supervisor_is_told_and_somebody_takes_over_later(
    compact: str, sign_in: SignIn
) -> None:
    client, goes = signed_in(sign_in, "duty")
    alone = {"how": "alone", "desk": "zahedan", "own_password": PASSWORD, "notes": "Bridge closed."}
    assert client.post(SHIFT, alone).status_code == 403
    assert client.post(SHIFT, {**alone, "reason": "The car broke down"}).status_code == 302
    (left,) = HandOver.objects.all()
    assert (left.given_by, left.taken_by, left.notes) == (goes, None, "Bridge closed.")
    supervisor, comes = signed_in(sign_in, "duty", "head")
    assert [each["row"] for each in supervisor.get(f"/{COMPACT}/now/").context["left"]] == [left]
    take = {"how": "take", "desk": "zahedan", "hand_over": str(left.pk), "own_password": PASSWORD}
    assert client.post(SHIFT, take).status_code == 403, "not by the one who left"
    assert supervisor.post(SHIFT, take).status_code == 302
    left.refresh_from_db()
    assert (left.taken_by, left.notes) == (comes, "Bridge closed.")
    assert supervisor.get(f"/{COMPACT}/now/").context["left"] == []
    assert supervisor.post(SHIFT, take).status_code == 403, "once"


@pytest.mark.parametrize("lang", ["en", "fa", "ur"])
def test_who_is_told_and_what_is_said_stand_on_board_and_record_in_three_languages(
    compact: str, sign_in: SignIn, lang: str
) -> None:
    urgent(11)
    client = sign_in(lang, "duty")
    for path in (f"/{COMPACT}/now/", f"/{COMPACT}/r/PK/theirs/"):
        context = client.get(path).context
        alarm = context["ringing"][0] if "ringing" in context else context["alarm"]
        assert {each.lang for each in alarm.script} == {"en", "fa", "ur"}
        assert alarm.script[0].lang == lang
        assert all("theirs" in each.text and "{" not in each.text for each in alarm.script)
        assert alarm.told == context["reader"].word("web.told_duty_supervisor")


def bands(page: str) -> list[tuple[str, bool]]:
    """Return the alarms in the head of a page, and whether each is shown there."""
    return [(key, not hidden) for key, hidden in re.findall(r'data-alarm="([^"]*)" data-at="[^"]*"( hidden)?>', page)]


def test_each_letter_has_one_alarm_on_a_page(compact: str, sign_in: SignIn) -> None:
    record = urgent(11)
    client = sign_in("en", "duty")
    for page in (f"/{COMPACT}/now/", f"/{COMPACT}/r/{record}/", SHIFT):
        shown = client.get(page).content.decode()
        assert shown.count(f'name="rings" value="{record}"') == 1
        assert bands(shown) == [(record, False)], "it sounds here, and is shown once below"
    lamp = f"/{COMPACT}/now/lamp/"
    assert bands(client.get(lamp, {"rings": ["IR/other", record]}).content.decode()) == [(record, False)]
    for page in (lamp, f"/{COMPACT}/log/"):
        assert bands(client.get(page).content.decode()) == [(record, True)]


@pytest.mark.parametrize("lang", ["en", "fa", "ur"])
def test_a_stated_time_that_passed_sounds_again_and_tells_the_same_people_from_there(
    compact: str, sign_in: SignIn, lang: str
) -> None:
    record = urgent(90)
    until = timezone.now() - timedelta(minutes=11)
    answer = {"answer": "doing", "until": f"{until:%Y-%m-%dT%H:%M:%SZ}"}
    ledger.append(COMPACT, [ledger.Draft("incident", "answer", record, answer)], post="ir-duty", now=timezone.now())
    client = sign_in(lang, "duty")
    (alarm,) = client.get(f"/{COMPACT}/now/").context["ringing"]
    reader = client.get(f"/{COMPACT}/now/").context["reader"]
    assert (alarm.told, alarm.missed) == (reader.word("web.told_duty_supervisor"), reader.word("watch.missed_stated"))
    assert reader.moment(until.replace(microsecond=0)) in alarm.script[0].text
    page = client.get(f"/{COMPACT}/log/").content.decode()
    assert bands(page) == [(f"{record} {answer['until']}", True)]
    assert reader.word("desk.alarm_stated", level=reader.digits(1)) in page
    start = int(until.timestamp())
    assert f'data-at="{start} {start + 300}"' in page
    assert bands(sign_in(lang, "aide").get(f"/{COMPACT}/log/").content.decode()) == []
    client.post(f"/{COMPACT}/r/{record}/answer/", {"f.answer": "done"})
    assert client.get(f"/{COMPACT}/now/").context["ringing"] == []
    assert bands(client.get(f"/{COMPACT}/log/").content.decode()) == []


def test_a_letter_seen_in_time_rings_nowhere(compact: str, sign_in: SignIn) -> None:
    urgent(11)
    client = sign_in("en", "duty")
    client.post(f"/{COMPACT}/r/PK/theirs/acknowledge/")
    assert client.get(f"/{COMPACT}/now/").context["ringing"] == []


@pytest.mark.parametrize("lang", ["en", "fa", "ur"])
@pytest.mark.parametrize("page", ["log/", "figures/", "late/daily/", "late/weekly/", "shift/", "roster/"])
def test_each_page_opens_in_each_language_and_each_list_has_its_files(
    compact: str, sign_in: SignIn, page: str, lang: str
) -> None:
    urgent(90)
    client = sign_in(lang, "duty", "head")
    address = f"/{COMPACT}/watch/{page}"
    assert client.get(address).status_code == 200
    if page not in ("shift/", "roster/"):
        assert client.get(address, {"format": "json"}).json() != {}
    if page == "log/":
        rows = list(csv.reader(StringIO(client.get(address, {"format": "csv"}).content.decode("utf-8-sig"))))
        assert [row[0] for row in rows] == ["record", "PK/theirs"]
    if page == "figures/":
        table = client.get(address, {"format": "csv", "chart": "share"}).content.decode("utf-8-sig").splitlines()
        assert (table[0], len(table), table[-1].endswith("100")) == ("row,IR,PK", 7, True)
        assert [each["party"] for each in client.get(address).context["misused"]] != []


@pytest.mark.parametrize(
    "query", [{"month": "9999-99"}, {"month": "x", "calendar": "lunar"}, {"chart": "no", "format": "csv"}]
)
def test_what_is_typed_into_an_address_breaks_nothing(compact: str, sign_in: SignIn, query: dict[str, str]) -> None:
    client = sign_in("en", "duty")
    assert [client.get(f"/{COMPACT}/watch/{page}/", query).status_code for page in ("log", "figures")] == [200, 200]


def test_the_roster_is_kept_by_heads_and_tells_the_neighbour_only_how_the_desk_is_staffed(
    compact: str, sign_in: SignIn
) -> None:
    now = timezone.now()
    night = officer("night", "duty")
    shift = {
        "desk": "zahedan",
        "officer": "night",
        "day": f"{now + timedelta(days=2):%Y-%m-%d}",
        "from": "18:00",
        "to": "06:00",
    }
    address = f"/{COMPACT}/watch/roster/"
    assert sign_in("en", "duty").post(address, shift).status_code == 403
    head = sign_in("en", "head")
    assert head.post(address, shift).status_code == 302
    (made,) = Shift.objects.all()
    assert (made.officer, made.ends - made.starts) == (night, timedelta(hours=12))
    for wrong in ({"to": "17:00"}, {"day": "yesterday"}, {"officer": "nobody"}, {}):
        assert head.post(address, {**shift, **wrong}).status_code == 403
    assert desk_state(COMPACT, "zahedan", now) == "remote"
    assert desk_state(COMPACT, "zahedan", made.starts) == "single"
    assert head.post(address, {"remove": str(made.pk)}).status_code == 302
    assert Shift.objects.count() == 0


def normal_letter(days: int) -> str:
    """Write a letter of level 3 so many days ago, which the neighbour stored at once; return its record."""
    sent = timezone.now() - timedelta(days=days)
    (written,) = ledger.append(COMPACT, [letter(urgency="today", happened=UNKNOWN)], post="ir-duty", now=sent)
    head = read_head(COMPACT, "IR", SHARED)
    line = cosign(head.note, Neighbour().key, int(sent.timestamp()))
    Receipt.objects.create(
        compact_id=head.compact_id, log_id=head.id, by="PK", size=head.size, line=line, at=int(sent.timestamp()),
        stored=int(sent.timestamp()),
    )  # fmt: skip
    return written.record


def test_a_silence_that_is_not_due_yet_is_neither_offered_nor_signed(compact: str, sign_in: SignIn) -> None:
    page = f"/{COMPACT}/r/{normal_letter(0)}/"
    client = sign_in("en", "duty")
    assert client.get(page).context["may_sign_silence"] is False
    assert client.post(page.replace("/r/", "/watch/silence/")).headers["Location"] == page
    assert Record.objects.filter(name="silence").count() == 0


@pytest.mark.parametrize("days", [20, 90])
def test_an_officer_signs_the_silence_on_a_normal_letter_by_one_tap_once(
    compact: str, sign_in: SignIn, days: int
) -> None:
    record = normal_letter(days)
    page, tap = f"/{COMPACT}/r/{record}/", f"/{COMPACT}/watch/silence/{record}/"
    client = sign_in("en", "duty")
    shown = client.get(page)
    assert (shown.context["may_sign_silence"], f'action="{tap}"' in shown.content.decode()) == (True, True)
    silence = silence_record("IR", record)
    assert client.post(tap).headers["Location"] == f"/{COMPACT}/r/{silence}/"
    assert client.get(f"/{COMPACT}/r/{silence}/").context["record"].status == "silent"
    assert client.get(page).context["may_sign_silence"] is False
    assert client.post(tap).headers["Location"] == page
    assert Record.objects.filter(name="silence").count() == 1


def test_the_contact_log_holds_all_of_a_month_and_says_how_much_of_it_is_shown(
    compact: str, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact, "PART", 2)
    monkeypatch.setattr(views, "MOST", 3)
    records = [
        each.record for each in ledger.append(COMPACT, [letter() for _ in range(5)], post="d", now=timezone.now())
    ]
    client, address = sign_in("en", "duty"), f"/{COMPACT}/watch/log/"
    (rows,) = client.get(address, {"format": "json"}).json().values()
    assert [each["record"] for each in rows] == sorted(records)
    shown = client.get(address)
    assert [each.row.record for each in shown.context["contacts"]] == sorted(records)[:1:-1]
    assert (shown.context["total"], "the newest 3 are shown, the file has all" in shown.content.decode()) == (5, True)
