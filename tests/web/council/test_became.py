"""What became of the liaison officers: one page, three languages, the exact words, both scores, the next day."""

from datetime import date
from typing import Any

import pytest
from tests.node.world import NOW
from tests.web.conftest import SignIn

from hamsaya.cli.example import load_records, read_acts
from hamsaya.core.kinds import digest_of
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES, word
from hamsaya.node import council, ledger
from hamsaya.node.lookup import compact_of
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db
OPERATOR = Viewer.operator("irpk")
TEXT: dict[str, Any] = {
    "wording": {"en": "One officer in each town.", "fa": "یک افسر در هر شهر.", "ur": "ہر شہر میں ایک افسر۔"},
    "authentic": "all_equal", "definition": {"en": "At work for ninety days."}, "guideline": {"en": "1: named."},
    "due": "2027-04-26", "ambition": 2, "character": "agreed_minutes", "binding": "no", "bound": ["IR", "PK"],
}  # fmt: skip


def page(client: Any, compact: str, record: str) -> str:
    """Return the page of one promise."""
    answer = client.get(f"/{compact}/council/of/{record}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def officers(compact: str) -> str:
    """The liaison officers as reported, entered here by IR, for one node to show; proposed and scored by it."""
    load_records(compact, "IR")
    s3, c02 = ({act["record"]: act for act in read_acts("PK")}[name] for name in ("PK/s3", "PK/c02"))
    s3_here, c02_here = "IR/s3", "IR/c02"
    body = {**c02["body"], "sources": [s3_here], "quotes": [
        {**quote, "source": s3_here} for quote in c02["body"]["quotes"] if quote["source"] == "PK/s3"
    ]}  # fmt: skip
    drafts = [
        ledger.Draft("report", "enter", s3_here, s3["body"]),
        ledger.Draft("commitment", "enter", c02_here, body),
        ledger.Draft("commitment", "propose", c02_here, TEXT),
        ledger.Draft("commitment", "restate", "IR/c03", {"restates": c02_here}),
        ledger.Draft(
            "commitment", "score", c02_here,
            {"party": "PK", "score": "begun", "direction": "up", "evidence": ["Way of working lacking"]},
        ),
        ledger.Draft("commitment", "block", c02_here, {"cause": "funds", "words": {"en": "No budget line."}}),
    ]  # fmt: skip
    ledger.append(compact, drafts, post="ir-sitting-desk", now=NOW)
    return compact


def test_one_page_answers_in_three_languages(officers: str, sign_in: SignIn) -> None:
    _, agreed = compact_of(OPERATOR, officers)
    for lang in LANGUAGES:
        text = page(sign_in(lang), officers, "IR/c02")
        reader = Reader.of(agreed, "IR", lang)
        assert "both sides agreed that liaison officers are to be stationed at the earliest date." in text
        assert "A mechanism has to be devised by the neighbors" in text
        for day in (date(2024, 1, 29), date(2024, 11, 5)):
            assert reader.day_both(day) in text
        assert word("score_begun", lang) in text
        assert word("council.not_scored", lang) in text
        assert word("became.no_text", lang) in text
        assert word("became.blocked", lang, party=reader.party_name("IR"), cause=word("cause_funds", lang),
                    words="No budget line.") in text  # fmt: skip


def test_the_page_of_what_is_not_there_is_not_found(officers: str, sign_in: SignIn) -> None:
    client = sign_in("en")
    for record in ("IR/nothing", "IR/s1", "PK/c02"):
        assert client.get(f"/{officers}/council/of/{record}/").status_code == 404


def test_checkable_and_ambition_are_those_of_the_text_in_force(officers: str) -> None:
    found = council.item(OPERATOR, officers, "IR/c02")
    assert found is not None
    assert (found.verifiability, found.ambition) == (3, None)
    assert digest_of(TEXT) in found.state.texts


def test_a_text_put_forward_shows_what_it_lacks_and_what_it_resembles(officers: str, sign_in: SignIn) -> None:
    for lang in LANGUAGES:
        text = page(sign_in(lang), officers, "IR/c02")
        for code in ("no_number", "no_offices", "no_milestones", "language_missing"):
            assert word(f"advice.{code}", lang) in text
        assert word("advice.like", lang) in text
        assert word("became.waiting", lang) in text


def test_the_form_helps_across_languages_while_it_is_filled_in(officers: str, sign_in: SignIn) -> None:
    client = sign_in("en")
    typed = {"f.wording.fa": "افسران رابط در تربت و زاهدان مستقر می‌شوند.", "f.definition.en": "Done"}
    assert client.post(f"/{officers}/r/IR/c05x/propose/preview/", typed).status_code == 404
    text = client.post(f"/{officers}/r/IR/c03/propose/preview/", typed).content.decode()
    assert word("advice.no_due", "en") in text
    assert "Liaison officers in Turbat and Zahedan" in text
    adopt = client.get(f"/{officers}/r/IR/c02/adopt/?digest={digest_of(TEXT)}").content.decode()
    assert word("advice.no_milestones", "en") in adopt
    score = client.get(f"/{officers}/r/IR/c02/score/").content.decode()
    assert word("advice.heading", "en") not in score
