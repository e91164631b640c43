"""Feeds under a secret address: what the post may read but the desks' own, until key or post is taken away."""

import re
from datetime import date, timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from tests.node.world import letter
from tests.web.conftest import SignIn

from hamsaya.node import ledger
from hamsaya.people.models import Assignment, FeedKey

pytestmark = pytest.mark.django_db
BODY: dict[str, Any] = {
    "number": "C02", "title": {"en": "Officers"}, "wording": {"en": "Officers."}, "modality": "agreed", "bound": ["IR"],
    "area": "security", "verifiability": 3, "due": "2027-01-21",
}  # fmt: skip
OTHER = {**BODY, "title": {"en": "Other area"}, "area": "markets"}
ADDRESS = re.compile(r"http://testserver(/feed/[^<]+)")


@pytest.fixture
def addresses(compact: str, sign_in: SignIn) -> list[str]:
    drafts = [
        ledger.Draft("commitment", "enter", "IR/c02", BODY),
        ledger.Draft("commitment", "enter", "IR/c03", OTHER, audience="AREA"),
        letter(),
    ]  # fmt: skip
    ledger.append(compact, drafts, post="d", now=timezone.now())
    page = sign_in("en").post(f"/{compact}/council/feeds/").content.decode()
    return ADDRESS.findall(page)


def test_a_program_reads_the_post_feeds_without_a_sign_in(addresses: list[str]) -> None:
    calendar, news = addresses
    answer = Client().get(calendar)
    assert (answer.status_code, answer.cookies) == (200, {})
    days = [each.decoded("dtstart") for each in Calendar.from_ical(answer.content).walk("VEVENT")]
    assert days == [date(2027, 1, 21)]
    read = feedparser.parse(Client().get(news).content)
    assert (read.bozo, [each.title.partition(": ")[2] for each in read.entries]) == (False, ["Officers"])


def test_the_key_itself_is_kept_nowhere_and_shown_once(addresses: list[str], compact: str, sign_in: SignIn) -> None:
    text = addresses[0].split("/")[2]
    assert FeedKey.objects.get().digest != text
    assert text not in sign_in("fa").get(f"/{compact}/council/feeds/").content.decode()


def test_a_revoked_key_a_wrong_key_and_a_key_of_a_post_no_longer_held_open_nothing(
    addresses: list[str], compact: str, sign_in: SignIn
) -> None:
    calendar, _ = addresses
    assert Client().get(calendar.replace("calendar.ics", "other.txt")).status_code == 404
    assert Client().get("/feed/" + "x" * 43 + "/calendar.ics").status_code == 404
    Assignment.objects.update(ends=timezone.now() - timedelta(seconds=1))
    assert Client().get(calendar).status_code == 404
    Assignment.objects.update(ends=None)
    assert Client().get(calendar).status_code == 200
    key = FeedKey.objects.get()
    other = sign_in("ur")
    assert other.post(f"/{compact}/council/feeds/{key.pk}/revoke/").status_code == 404
    key.refresh_from_db()
    assert key.revoked is None


def test_who_made_a_key_revokes_it(compact: str, sign_in: SignIn) -> None:
    client = sign_in("en")
    (calendar, _) = ADDRESS.findall(client.post(f"/{compact}/council/feeds/").content.decode())
    assert client.post(f"/{compact}/council/feeds/{FeedKey.objects.get().pk}/revoke/").status_code == 302
    assert Client().get(calendar).status_code == 404


def test_no_one_has_more_than_five_keys(compact: str, sign_in: SignIn) -> None:
    client = sign_in("en")
    first, *_ = ADDRESS.findall(client.post(f"/{compact}/council/feeds/").content.decode())
    for _ in range(5):
        client.post(f"/{compact}/council/feeds/")
    assert FeedKey.objects.filter(revoked=None).count() == 5
    assert Client().get(first).status_code == 404


def test_what_changed_is_one_click_from_now_and_the_feeds_one_more(compact: str, sign_in: SignIn) -> None:
    client = sign_in("en")
    assert f'href="/{compact}/council/changed/"' in client.get(f"/{compact}/now/").content.decode()
    assert f'href="/{compact}/council/feeds/"' in client.get(f"/{compact}/council/changed/").content.decode()
