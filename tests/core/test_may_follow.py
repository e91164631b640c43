"""What a page offers: acts that could only be refused are not among them."""

import pytest

from hamsaya.core.kinds import OWNER, Kind, Position, apply_act, kind_named

IR, PK = "IR", "PK"


def folded(name: str, *acts: tuple[str, str, dict[str, object]]) -> tuple[Kind, object]:  # type: ignore[type-arg]  # any kind
    kind = kind_named(name)
    assert kind is not None
    opening = next(step for step in kind.example if step.by == OWNER and step.act.opens)
    state = None
    for index, (party, act, body) in enumerate([(IR, opening.act.name(), dict(opening.body)), *acts]):
        at = Position(party, index, "0" * 64, "post", "2026-11-22T08:00:00Z", 9, party == IR)
        state, had_effect = apply_act(kind, state, act, body, at)
        assert had_effect, act
    return kind, state


def offered(name: str, party: str, *acts: tuple[str, str, dict[str, object]]) -> set[str]:
    kind, state = folded(name, *acts)
    return {act.name() for act in kind.acts if not act.opens and kind.may_follow(state, act, party)}


def test_a_reported_commitment_offers_no_signature_and_no_delivery() -> None:
    assert offered("commitment", PK) & {"adopt", "withdraw", "deliver", "settle", "close", "retract"} == set()


def test_a_proposed_text_is_signed_by_the_other_and_withdrawn_by_its_writer() -> None:
    kind = kind_named("commitment")
    assert kind is not None
    body = next(dict(step.body) for step in kind.example if step.act.name() == "propose")
    proposal = (IR, "propose", body)
    assert {"adopt", "withdraw"} & offered("commitment", PK, proposal) == {"adopt"}
    assert {"adopt", "withdraw"} & offered("commitment", IR, proposal) == {"withdraw"}


@pytest.mark.parametrize("name", ["incident", "notice", "hazard"])
def test_a_letter_is_seen_once_and_a_closed_one_offers_nothing(name: str) -> None:
    seen: tuple[str, str, dict[str, object]] = (PK, "acknowledge", {})
    end: tuple[str, str, dict[str, object]] = (IR, "conclude" if name == "incident" else "close", {})
    assert "acknowledge" in offered(name, PK)
    assert "acknowledge" not in offered(name, PK, seen)
    assert offered(name, PK, seen, end) == {"correct", "translate"}


def test_other_kinds_offer_what_they_have() -> None:
    assert offered("report", PK) == {"note", "correct"}
