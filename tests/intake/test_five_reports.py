"""The five retold reports under review: every undertaking and principle of the example has its draft."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from tests.intake.conftest import REPORTS
from tests.node.world import COMPACT, NOW

from hamsaya.intake import alike, decide, enter
from hamsaya.intake.become import Desk, body_of
from hamsaya.intake.find import CHOICES
from hamsaya.intake.here import desk_of
from hamsaya.intake.models import Draft, Source
from hamsaya.node import queries
from hamsaya.people.viewer import Viewer

ACTS: list[dict[str, Any]] = tomllib.loads((REPORTS.parent / "records.toml").read_text(encoding="utf-8"))["act"]


def quoted(kind: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield (number or record, report, start, end) of each quotation of the example's records of a kind."""
    for act in ACTS:
        if act["kind"] == f"{kind}/1" and act["act"] == "enter":
            for quote in act["body"].get("quotes", []):
                name = act["body"].get("number", act["record"])
                yield name, quote["source"].partition("/")[2].upper(), quote["start"], quote["end"]


def found_at(source: Source, start: int, end: int, kind: str) -> list[Draft]:
    drafts = source.drafts.filter(start__lt=end, end__gt=start)
    return [draft for draft in drafts if kind in CHOICES[draft.find]]


@pytest.mark.parametrize("kind", ["commitment", "principle"])
def test_each_record_of_the_example_has_a_draft_that_can_become_it(five: dict[str, Source], kind: str) -> None:
    wanted = list(quoted(kind))
    assert [(name, report) for name, report, start, end in wanted if not found_at(five[report], start, end, kind)] == []
    assert kind != "commitment" or len({name for name, *_ in wanted}) == 26


def test_every_draft_of_the_five_can_be_decided_and_signed(five: dict[str, Source], viewer: Viewer) -> None:
    for source in five.values():
        for draft in source.drafts.all():
            decide.accept(draft, desk_of(viewer), viewer, NOW)
        made = enter.sign(source, desk_of(viewer), viewer, NOW)
        assert [(each.draft.quote, each.error) for each in made if each.error] == []
    signed = Draft.objects.filter(state="signed")
    assert signed.count() == Draft.objects.count()
    for draft in signed:
        assert queries.record(viewer, COMPACT, draft.record).state.quotes[0]["text"] == draft.quote[:600]


def test_judgements_stand_side_by_side(five: dict[str, Source], desk: Desk, viewer: Viewer) -> None:
    lacking = five["S4"].drafts.filter(find="assessment", quote__contains="lacking").get()
    beside = alike.beside(lacking, five["S4"], desk, viewer).differing
    assert {each.what for each in beside} == {"view"}
    reports = {Draft.objects.get(pk=each.draft).source.name for each in beside}
    assert {"S0.txt", "S1.txt"} & reports
    assert all(each.value != "lacking" for each in beside)


def test_what_can_be_checked_is_told_apart(five: dict[str, Source], desk: Desk) -> None:
    def verifiable(report: str, words: str) -> int:
        draft = five[report].drafts.filter(find="commitment", quote__contains=words).order_by("-start").first()
        assert draft is not None
        return int(body_of(draft, five[report], desk)["verifiability"])

    assert verifiable("S3", "five remaining border markets") == 3
    assert verifiable("S3", "pilgrimage tourism") == 1
    assert verifiable("S3", "cooperate more widely") < 2
