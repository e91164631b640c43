"""Digests by e-mail: to a post, in its language, titles only, what it may read and no more; again after a failure."""

from datetime import timedelta
from typing import Any

import pytest
from tests.exchange.mail.post_office import Box, post_office
from tests.node.world import NOW, join_compact, letter

from hamsaya.core.text import word
from hamsaya.exchange.mail.digest import is_on, send_due
from hamsaya.node import ledger
from hamsaya.people.models import Post, PostMail

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=7)
BODY: dict[str, Any] = {
    "number": "C02", "title": {"en": "Officers in two towns", "fa": "افسران در دو شهر"}, "modality": "agreed",
    "wording": {"en": "The words themselves stay in."}, "bound": ["IR"], "area": "security", "verifiability": 3,
    "due": "2027-01-21",
}  # fmt: skip
SECRET = {**BODY, "number": "C99", "title": {"en": "For the markets area alone"}, "area": "markets"}


@pytest.fixture
def compact(home: object, db: None) -> str:
    name = join_compact()
    drafts = [
        ledger.Draft("commitment", "enter", "IR/c02", BODY),
        ledger.Draft("commitment", "enter", "IR/c99", SECRET, audience="AREA"), letter(),
    ]  # fmt: skip
    ledger.append(name, drafts, post="d", now=NOW)
    return name


def ask(compact: str, language: str = "en", *roles: str, areas: tuple[str, ...] = ()) -> PostMail:
    post = Post.objects.create(compact=compact, code=f"ir-{language}", roles=list(roles), areas=list(areas))
    return PostMail.objects.create(post=post, address="post@example.org", language=language, told=NOW - timedelta(1))


def sent(settings: Any, **more: Any) -> tuple[int, Box]:
    with post_office() as (port, box):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        for name, value in more.items():
            setattr(settings, name, value)
        return send_due(LATER), box


def text_of(box: Box) -> str:
    return str(box[0].get_content())  # type: ignore[attr-defined]  # the newer messages have it


def test_nothing_is_sent_until_a_server_is_named(settings: Any) -> None:
    assert settings.EMAIL_HOST == ""
    assert not is_on()


@pytest.mark.parametrize("lang", ["en", "fa", "ur"])
def test_a_post_is_told_titles_in_its_language_and_the_desks_letters_by_number(
    compact: str, settings: Any, lang: str
) -> None:
    mail = ask(compact, lang, "duty")
    count, box = sent(settings)
    text = text_of(box)
    assert count == 1
    assert box[0]["To"] == "post@example.org"
    assert ("افسران در دو شهر" if lang == "fa" else "Officers in two towns") in text
    assert "The words themselves" not in text
    assert word("kind.link_test", lang) not in text
    digit = "۱" if lang == "fa" else "1"
    assert word("mail.hidden", lang, count=digit) in text
    mail.refresh_from_db()
    assert mail.told == LATER
    assert sent(settings)[0] == 0


def test_what_the_post_may_not_read_is_not_in_it(compact: str, settings: Any) -> None:
    ask(compact)
    assert "For the markets area alone" not in text_of(sent(settings)[1])
    PostMail.objects.all().delete()
    Post.objects.all().delete()
    ask(compact, "en", areas=("markets",))
    assert "For the markets area alone" in text_of(sent(settings)[1])


def test_letters_of_the_desks_are_named_only_where_the_node_allows_it_and_the_post_reads_them(
    compact: str, settings: Any
) -> None:
    ask(compact, "en", "duty")
    ask(compact, "ur")
    _, box = sent(settings, HAMSAYA_MAIL_DESK=True)
    named = [str(each.get_content()).count("- ") for each in box]  # type: ignore[attr-defined]
    assert named == [2, 1]


def test_a_digest_that_could_not_be_sent_waits_for_the_next_look(compact: str, settings: Any) -> None:
    mail = ask(compact)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    assert send_due(LATER) == 0
    mail.refresh_from_db()
    assert mail.told == NOW - timedelta(1)
    assert sent(settings)[0] == 1
