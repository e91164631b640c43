"""The guides stand under help in the reader's language, and no page of theirs takes markup."""

import pytest
from tests.web.conftest import SignIn

from hamsaya.core.text import LANGUAGES, word
from hamsaya.web.help.guide import GUIDES, drawn, title

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_guide_is_a_page_reached_from_help(compact: str, sign_in: SignIn, lang: str) -> None:
    client = sign_in(lang, "duty")
    listed = client.get(f"/{compact}/help/").content.decode()
    for guide in GUIDES:
        assert f'<a href="/{compact}/help/{guide}/">{title(guide, lang)}</a>' in listed
        page = client.get(f"/{compact}/help/{guide}/")
        assert page.status_code == 200
        assert f"<h1>{title(guide, lang)}</h1>" in page.content.decode()
        assert word("web.help", lang) in page.content.decode()


def test_another_name_is_no_page(compact: str, sign_in: SignIn) -> None:
    assert sign_in("en", "duty").get(f"/{compact}/help/nothing/").status_code == 404


def test_a_guide_is_headings_lists_and_tables() -> None:
    html = drawn("first-night", "en")
    assert (html.count("<h1>"), html.count("<script"), html.count("<table>") > 0) == (1, 0, True)
