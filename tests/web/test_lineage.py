"""The page of a line in three languages and both directions, and the question above it."""

import re
from html import unescape

import pytest
from django.urls import reverse
from tests.intake.test_line import commitment, enter, report
from tests.web.conftest import SignIn

from hamsaya.core.text import LANGUAGES, word


def make_line() -> str:
    january, november = report("s3", "2024-01-29"), report("s4", "2024-11-05", "other_source")
    agreed = commitment("c02", "C02", "Station liaison officers in Turbat and Zahedan", "agreed", [january])
    commitment("c03", "C03", "A mechanism for liaison officers", "proposed", [november], restates=agreed)
    enter(
        "assessment", "a1", office="ir-foreign-minister", title={"en": "Lacking"}, scope="general", view="lacking",
        words={"en": "Coordination is lacking."}, said_on="not-stated", sources=[november],
    )  # fmt: skip
    return agreed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_line_tells_when_what_and_who(compact: str, sign_in: SignIn, lang: str) -> None:
    client = sign_in(lang)
    agreed = make_line()
    html = unescape(client.get(reverse("web:line", args=["irpk", *agreed.split("/")])).content.decode())
    said = [word(f"modality_{code}", lang) for code in ("agreed", "proposed")] + [word("view_lacking", lang)]
    drawn = re.findall(r"<text x=\"(\d+)\" y=\"\d+\" text-anchor=\"middle\">([^<]+)</text>", html)
    assert [label for _, label in drawn] == [said[0], said[2], said[1]]
    places = [int(x) for x, _ in drawn]
    assert places == sorted(places, reverse=lang != "en")
    listed = re.findall(r'<div class="what"><b>([^<]+)</b>', html)
    assert listed == [said[0], said[2], said[1]]
    assert word("lineage.slips", lang, count="1" if lang != "fa" else "۱") in html
    assert re.findall(r'\sstyle="', html) == []


def test_the_question_finds_the_record_and_its_line(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    agreed = make_line()
    html = client.get(reverse("web:promised", args=["irpk"]), {"q": "افسران رابط بهمن ۱۴۰۲"}).content.decode()
    assert f'href="{reverse("web:record", args=["irpk", *agreed.split("/")])}"' in html
    assert f'href="{reverse("web:line", args=["irpk", *agreed.split("/")])}"' in html
    none = client.get(reverse("web:promised", args=["irpk"]), {"q": "fisheries in 1999"}).content.decode()
    assert word("lineage.never", "en") in none


def test_only_an_undertaking_has_a_line(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    report("s3", "2024-01-29")
    assert client.get(reverse("web:line", args=["irpk", "IR", "s3"])).status_code == 404
    assert client.get(reverse("web:line", args=["irpk", "IR", "none"])).status_code == 404
