"""The claim of a joint operation, worked through: answers stand alone, lines are agreed by digest, history stays."""

from typing import Any

import pytest
from tests.records.folding import Folding

from hamsaya.core.agreement import in_force, open_texts
from hamsaya.core.text import LANGUAGES
from hamsaya.records import claim

PARTS = [
    {"en": "Forces of both carried out a joint operation."},
    {"en": "It took place on the shared border."},
]
LINE = {lang: f"There was no joint operation ({lang})." for lang in LANGUAGES}
NOW = "2026-12-01T09:00:00Z"


@pytest.fixture
def made() -> Folding:
    """A claim that IR took in."""
    folding = Folding("claim/1")
    folding.act("IR", "enter", title={"en": "A joint operation"}, parts=PARTS, first_seen="2026-11-30", spread="wide")
    return folding


def agree(made: Folding) -> str:
    """Let both sign a line; return its digest."""
    made.act("IR", "propose", words=LINE)
    (digest,) = open_texts(made.state)
    assert made.act("PK", "sign", digest=digest)
    return digest


def test_the_worked_case_has_no_joint_verdict_while_one_side_is_silent(made: Folding) -> None:
    for part in (1, 2):
        assert made.act("PK", "answer", part=part, verdict="false" if part == 1 else "ours_not_joint")
    assert [claim.joint_verdict(made.state, part) for part in (1, 2)] == [None, None]
    assert made.act("PK", "attribute", words={"en": "Others made it up."})
    assert made.state.attributions == {"PK": {"en": "Others made it up."}}
    facets = made.kind.facets(made.state, "IR", "PK")
    assert (facets.status, facets.needs) == ("answered", ("IR",))


def test_equal_answers_make_a_joint_verdict_and_only_to_that_part(made: Folding) -> None:
    made.act("PK", "answer", part=1, verdict="false")
    made.act("IR", "answer", part=1, verdict="false")
    made.act("IR", "answer", part=2, verdict="no_record")
    made.act("PK", "answer", part=2, verdict="no_comment")
    assert [claim.joint_verdict(made.state, part) for part in (1, 2)] == ["false", None]


def test_an_answer_that_changes_keeps_the_earlier_one(made: Folding) -> None:
    made.act("PK", "answer", part=1, verdict="not_yet", until=NOW)
    made.act("PK", "answer", part=1, verdict="false")
    assert claim.reopened(made.state) == 0
    made.act("PK", "answer", part=1, verdict="ours_not_joint")
    assert [each["verdict"] for each in made.state.history] == ["not_yet", "false", "ours_not_joint"]
    assert made.state.answers["1"]["PK"]["verdict"] == "ours_not_joint"
    assert claim.reopened(made.state) == 1


def test_a_line_is_public_when_both_consented_and_the_later_time_has_come(made: Folding) -> None:
    digest = agree(made)
    assert in_force(made.state) == digest
    assert made.act("IR", "consent", digest=digest)
    assert claim.public_line(made.state, "2027-01-01T00:00:00Z") is None
    assert made.act("PK", "consent", digest=digest, not_before="2026-12-02T06:00:00Z")
    assert claim.public_line(made.state, "2026-12-02T05:59:59Z") is None
    found = claim.public_line(made.state, "2026-12-02T06:00:00Z")
    assert found == {"digest": digest, "words": LINE, "at": "2026-12-02T06:00:00Z"}
    assert made.kind.facets(made.state, "IR", "PK").status == "released"


def test_a_side_publishes_its_own_line_without_the_other(made: Folding) -> None:
    made.act("PK", "publish", words=LINE)
    made.act("PK", "publish", words={**LINE, "en": "Later."}, not_before="2026-12-05T00:00:00Z")
    assert [each["words"]["en"] for each in claim.own_lines(made.state, NOW)] == [LINE["en"]]
    assert [each["words"]["en"] for each in claim.own_lines(made.state, "2026-12-05T00:00:00Z")] == ["Later."]
    assert claim.public_line(made.state, NOW) is None


def test_the_first_line_is_the_earliest_of_any_sort(made: Folding) -> None:
    assert claim.first_line_at(made.state) == ""
    agree(made)
    assert claim.first_line_at(made.state) == "2026-12-01T08:00:00Z"
    made.act("PK", "hold", on="2026-11-30", next=NOW)
    assert claim.first_line_at(made.state) == "2026-11-30T08:00:00Z"


def test_what_cannot_be_meant_is_refused(made: Folding) -> None:
    assert made.refused("PK", "answer", part=3, verdict="false") == "claim.no-such-part"
    assert made.refused("PK", "answer", part=1, verdict="partly") == "claim.partly-which"
    assert made.refused("PK", "answer", part=1, verdict="not_yet") == "letter.until-missing"
    assert made.refused("IR", "ask", questions=["happened", "whose", "joint", "where"]) == "claim.questions"
    assert made.refused("IR", "consent", digest="0" * 64) == "claim.not-agreed"
    assert made.refused("PK", "ask", questions=["happened"]) == "act.wrong-side"
    fresh = Folding("claim/1")
    private: dict[str, Any] = {"title": {"en": "A"}, "parts": PARTS, "first_seen": NOW[:10], "spread": "wide"}
    private["origin"] = "social_media"
    assert fresh.refused("IR", "enter", **private, outlet="@somebody") == "claim.private-account"
    assert fresh.act("IR", "enter", **private)


def test_beside_and_afterwards(made: Folding) -> None:
    assert made.act("PK", "group", claim="PK/other")
    assert not made.act("PK", "group", claim="PK/other")
    assert made.act("IR", "ask", questions=["joint"], until=NOW)
    assert made.kind.facets(made.state, "IR", "PK").status == "asked"
    assert made.act("IR", "tell", outlet="A news agency", means="phone")
    assert made.act("IR", "correct", words={"en": "The day was wrong."})
    assert (len(made.state.told), len(made.state.corrections)) == (1, 1)


def test_pages_offer_what_makes_sense(made: Folding) -> None:
    def offered(party: str) -> set[str]:
        acts = (claim.Sign, claim.Withdraw, claim.Consent)
        return {act.name() for act in acts if made.kind.may_follow(made.state, act, party)}

    made.act("IR", "propose", words=LINE)
    assert (offered("IR"), offered("PK")) == ({"withdraw"}, {"sign"})
    (digest,) = open_texts(made.state)
    made.act("PK", "sign", digest=digest)
    made.act("IR", "consent", digest=digest)
    assert (offered("IR"), offered("PK")) == (set(), {"consent"})
