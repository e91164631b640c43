"""What takes two officers on the pages: asked for by one, shown to another, signed exactly once or not at all."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.node.world import NOW, Neighbour
from tests.web.conftest import SignIn

from hamsaya.core.text import word
from hamsaya.node import ledger
from hamsaya.node.models import Record
from hamsaya.people.models import Pending

pytestmark = pytest.mark.django_db
TYPED = {"f.title.en": "Mutual respect", "f.wording.en": "Each respects the other."}
RELEASE = {**TYPED, "audience": "OPEN", "release_reason": "both governments have published it"}
STOPPED = {**TYPED, "f.wording.en": "The holder of 35202-1234567-1 was returned."}


def ask(client: Client, compact: str, typed: dict[str, str]) -> Pending:
    """Fill in the form of a principle so that it needs a second officer."""
    response = client.post(f"/{compact}/new/principle/enter/", typed)
    assert response.status_code == 302, response.content.decode()
    assert Record.objects.count() == 0
    return Pending.objects.get()


def digest_on(page: str) -> str:
    """Return what the page would have the second officer confirm."""
    found = re.search(r'name="digest" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("typed", [RELEASE, {**STOPPED, "reason": "a public document number"}], ids=["release", "stop"])
def test_a_second_officer_finds_it_from_the_board_and_confirms(
    compact: str, sign_in: SignIn, typed: dict[str, str]
) -> None:
    pending = ask(sign_in("en", "desk"), compact, typed)
    head = sign_in("fa", "head")
    assert f'href="/{compact}/second/"' in head.get(f"/{compact}/now/").content.decode()
    address = f"/{compact}/second/{pending.pk}/"
    assert f'href="{address}"' in head.get(f"/{compact}/second/").content.decode()
    page = head.get(address).content.decode()
    assert pending.reason in page
    assert typed["f.wording.en"] in page
    done = head.post(address, {"confirm": "1", "digest": digest_on(page)}, follow=True)
    assert word("web.second_done", "fa") in done.content.decode()
    assert Record.objects.get().audience == typed.get("audience", "GOV")
    again = head.post(address, {"confirm": "1", "digest": digest_on(page)})
    assert again.status_code == 400
    assert Record.objects.count() == 1


@pytest.mark.parametrize(("do", "key"), [("confirm", "second_done"), ("decline", "second_declined")])
def test_whoever_asked_finds_it_from_the_board_and_what_became_of_it(
    compact: str, sign_in: SignIn, do: str, key: str
) -> None:
    desk, head = sign_in("ur", "desk"), sign_in("fa", "head")
    assert word("web.second_yours", "ur") not in desk.get(f"/{compact}/now/").content.decode()
    pending = ask(desk, compact, RELEASE)
    assert word("web.second_yours", "ur") in desk.get(f"/{compact}/now/").content.decode()
    head.post(f"/{compact}/second/{pending.pk}/", {do: "1", "digest": pending.digest})
    assert word("web.second_yours", "ur") in desk.get(f"/{compact}/now/").content.decode()
    assert word(f"web.{key}", "ur") in desk.get(f"/{compact}/second/").content.decode()
    assert word("web.second_became", "fa") not in head.get(f"/{compact}/second/").content.decode()


def test_whoever_asked_is_told_that_nobody_decided(compact: str, sign_in: SignIn) -> None:
    desk = sign_in("fa", "desk")
    ask(desk, compact, RELEASE)
    Pending.objects.update(expires=timezone.now() - timedelta(hours=1))
    assert word("web.second_lapsed", "fa") in desk.get(f"/{compact}/second/").content.decode()


def test_the_other_side_consents_to_a_release_on_the_page(compact: str, sign_in: SignIn) -> None:
    neighbour, body = Neighbour(), {"title": {"en": "The markets"}, "what": "record", "about": "IR/c04"}
    neighbour.write("release/1", "ask", "PK/markets", body)
    ledger.receive(compact, neighbour.verified(), neighbour.note(), now=NOW)
    client, address = sign_in("fa", "spokesperson"), f"/{compact}/r/PK/markets/"
    offered = [each["name"] for each in client.get(address).context["acts"]]
    assert offered == ["consent", "refuse"]
    page = client.get(f"{address}consent/").content.decode()
    assert 'name="release_reason"' in page
    assert page.count('name="release_reason"') == 1
    assert client.post(f"{address}consent/", {"release_reason": "both have published it"}).status_code == 302
    pending, head = Pending.objects.get(), sign_in("ur", "head")
    for page in ("second/", f"second/{pending.pk}/"):
        shown = head.get(f"/{compact}/{page}").content.decode()
        assert "The markets" in shown.partition(f'<a href="{address}">')[2].partition("</a>")[0]
    head.post(f"/{compact}/second/{pending.pk}/", {"confirm": "1", "digest": pending.digest})
    assert Record.objects.get(record="PK/markets").status == "released"
    offered = [each["name"] for each in client.get(address).context["acts"]]
    assert offered == ["end"]
    assert f'<a href="{address}">' in client.get(f"/{compact}/second/").content.decode()


def test_who_asked_does_not_confirm_but_may_take_back(compact: str, sign_in: SignIn) -> None:
    desk = sign_in("en", "desk", "head")
    pending = ask(desk, compact, RELEASE)
    address = f"/{compact}/second/{pending.pk}/"
    refused = desk.post(address, {"confirm": "1", "digest": pending.digest})
    assert refused.status_code == 400
    assert word("refused.second.same-person", "en") in refused.content.decode()
    assert desk.post(address, {"decline": "1"}).status_code == 302
    assert (Pending.objects.get().state, Record.objects.count()) == ("declined", 0)


def test_another_digest_confirms_nothing(compact: str, sign_in: SignIn) -> None:
    pending = ask(sign_in("en", "desk"), compact, RELEASE)
    head = sign_in("en", "head")
    for digest in ("", "0" * 64, "رقم"):
        refused = head.post(f"/{compact}/second/{pending.pk}/", {"confirm": "1", "digest": digest})
        assert refused.status_code == 400
    assert Record.objects.count() == 0


def test_it_is_not_shown_to_posts_that_do_not_decide(compact: str, sign_in: SignIn) -> None:
    pending = ask(sign_in("en", "desk"), compact, RELEASE)
    market = sign_in("en", "market")
    assert market.get(f"/{compact}/second/{pending.pk}/").status_code == 404
    assert word("web.second_none", "en") in market.get(f"/{compact}/second/").content.decode()
    assert market.get(f"/{compact}/second/{'9' * 30}/").status_code == 404


def test_what_the_screening_finds_says_what_to_do(compact: str, sign_in: SignIn) -> None:
    page = sign_in("ur", "desk").post(f"/{compact}/new/principle/enter/", STOPPED)
    assert page.status_code == 400
    assert word("web.second_ask", "ur") in page.content.decode()
    assert (Pending.objects.count(), Record.objects.count()) == (0, 0)
