"""A table of rows in a form: milestones with their days are typed, refused, and signed as they were typed."""

import pytest
from tests.node.world import NOW
from tests.web.conftest import SignIn

from hamsaya.node import ledger
from hamsaya.node.fold import values
from hamsaya.node.models import Record
from hamsaya.records.commitment import CommitmentKind

pytestmark = pytest.mark.django_db


def test_milestones_are_rows_of_the_form(compact: str, sign_in: SignIn) -> None:
    step = CommitmentKind.example[0]
    ledger.append(compact, [ledger.Draft("commitment", "enter", "IR/c90", step.body)], post="ir-desk", now=NOW)
    typed = {
        "f.wording.en": "A market opens.", "f.definition.en": "Traders have sold there.", "f.guideline.en": "3: sold.",
        "f.authentic": "all_equal",
        "f.due": "2099-03-01", "f.character": "agreed_minutes", "f.binding": "no",
        "f.milestones.0.words.en": "Site chosen", "f.milestones.0.due": "۱۴۷۸/۱۰/۱۰",
        "f.milestones.2.words.en": "Built",
        "f.milestones.2.due": "",
    }  # fmt: skip
    client = sign_in("fa")
    refused = client.post(f"/{compact}/r/IR/c90/propose/", typed)
    assert refused.status_code == 400
    typed["f.milestones.2.due"] = "2099-02-01"
    client.post(f"/{compact}/r/IR/c90/propose/", typed)
    texts = values(bytes(Record.objects.get(record="IR/c90").owner_state))["texts"]
    assert [text["milestones"] for text in texts.values()] == [
        [{"words": {"en": "Site chosen"}, "due": "2099-12-30"}, {"words": {"en": "Built"}, "due": "2099-02-01"}]
    ]
