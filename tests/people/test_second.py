"""Two persons: who asks does not decide, and what is done is what was asked for."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.people.officers import Make, Row

from hamsaya.core.errors import Broken, Refused
from hamsaya.people import second
from hamsaya.people.gate import current_assignments, viewer_from
from hamsaya.people.models import Officer, Pending
from hamsaya.people.second import Action, ask, awaiting, confirm, decline, register_action
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WHAT = {"record": "IR/abc", "to": "OPEN"}


@pytest.fixture
def done() -> Iterator[list[Any]]:
    """Register an action that keeps what it was told to do."""
    kept: list[Any] = []

    def run(pending: Pending, now: datetime) -> None:
        if pending.payload.get("breaks"):
            raise Broken("ledger.full")
        kept.append(pending.payload)

    register_action(Action("try-release", frozenset({"desk", "head"}), frozenset({"head"}), run))
    yield kept
    second._actions.pop("try-release")


def at_post(officer: Officer) -> Viewer:
    return viewer_from(current_assignments(officer, timezone.now())[0])


def refused(call: Any, *args: Any, **values: Any) -> str:
    with pytest.raises(Refused) as error:
        call(*args, **values)
    return error.value.code


def asked(officer: Officer, **more: object) -> Pending:
    return ask(at_post(officer), officer, "try-release", {**WHAT, **more}, reason="both agreed by telephone", now=NOW)


def test_another_officer_lets_it_happen(make_officer: Make, done: list[Any], trail: list[Row]) -> None:
    desk, head = make_officer("desk", "desk"), make_officer("head", "head")
    pending = asked(desk)
    assert done == []
    assert list(awaiting(at_post(head), head, NOW)) == [pending]
    confirm(at_post(head), head, pending.pk, pending.digest, NOW)
    assert done == [WHAT]
    assert [row[1:3] for row in trail] == [
        ("second-asked", "ir-desk/desk"),
        ("second-done", "ir-head/head"),
    ]
    assert refused(confirm, at_post(head), head, pending.pk, pending.digest, NOW) == "second.decided"


def test_nobody_confirms_what_they_asked_for_themselves(make_officer: Make, done: list[Any]) -> None:
    head = make_officer("head", "head")
    pending = asked(head)
    assert list(awaiting(at_post(head), head, NOW)) == []
    assert refused(confirm, at_post(head), head, pending.pk, pending.digest, NOW) == "second.same-person"
    other_post = Viewer("irpk", "ir-other", officer="head", roles=frozenset({"head"}))
    assert refused(confirm, other_post, head, pending.pk, pending.digest, NOW) == "second.same-person"
    assert done == []


def test_the_database_itself_refuses_one_person_for_both(make_officer: Make, done: list[Any]) -> None:
    head = make_officer("head", "head")
    pending = asked(head)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pending.objects.filter(pk=pending.pk).update(state="done", decided_by=head)


def test_only_what_was_shown_and_asked_for_is_done(make_officer: Make, done: list[Any]) -> None:
    desk, head = make_officer("desk", "desk"), make_officer("head", "head")
    pending = asked(desk)
    for seen in ("", "0" * 64, pending.digest[:-1], "é"):
        assert refused(confirm, at_post(head), head, pending.pk, seen, NOW) == "second.changed"
    Pending.objects.filter(pk=pending.pk).update(payload={**WHAT, "record": "IR/other"})
    assert refused(confirm, at_post(head), head, pending.pk, pending.digest, NOW) == "second.changed"
    assert done == []


def test_who_may_ask_and_decide_is_in_the_role(make_officer: Make, done: list[Any]) -> None:
    desk, duty = make_officer("desk", "desk"), make_officer("duty", "duty")
    assert refused(asked, duty) == "second.may-not-ask"
    pending = asked(desk)
    assert refused(confirm, at_post(duty), duty, pending.pk, pending.digest, NOW) == "second.may-not-decide"
    assert refused(decline, at_post(duty), duty, pending.pk, NOW) == "second.may-not-decide"
    assert refused(ask, at_post(desk), desk, "no-such", {}, reason="because", now=NOW) == "second.unknown"
    assert refused(ask, at_post(desk), desk, "try-release", {}, reason=" ", now=NOW) == "second.reason"


def test_another_compacts_head_does_not_even_find_it(make_officer: Make, done: list[Any]) -> None:
    desk, guest = make_officer("desk", "desk"), make_officer("guest", "head", compact="iraf")
    pending = asked(desk)
    assert list(awaiting(at_post(guest), guest, NOW)) == []
    assert refused(confirm, at_post(guest), guest, pending.pk, pending.digest, NOW) == "second.missing"


def test_a_request_runs_out_after_three_days(make_officer: Make, done: list[Any]) -> None:
    desk, head = make_officer("desk", "desk"), make_officer("head", "head")
    pending = asked(desk)
    late = NOW + timedelta(days=3)
    assert refused(confirm, at_post(head), head, pending.pk, pending.digest, late) == "second.expired"


def test_who_asked_may_take_it_back(make_officer: Make, done: list[Any]) -> None:
    desk, head = make_officer("desk", "desk"), make_officer("head", "head")
    pending = asked(desk)
    assert decline(at_post(desk), desk, pending.pk, NOW).state == "declined"
    assert refused(confirm, at_post(head), head, pending.pk, pending.digest, NOW) == "second.decided"


def test_what_fails_is_not_decided(make_officer: Make, done: list[Any]) -> None:
    desk, head = make_officer("desk", "desk"), make_officer("head", "head")
    pending = asked(desk, breaks=True)
    with pytest.raises(Broken):
        confirm(at_post(head), head, pending.pk, pending.digest, NOW)
    pending.refresh_from_db()
    assert pending.state == "asked"


def test_an_action_is_registered_once(done: list[Any]) -> None:
    with pytest.raises(Broken, match=r"second\.twice"):
        register_action(Action("try-release", frozenset(), frozenset(), print))
