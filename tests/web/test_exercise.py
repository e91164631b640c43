"""Exercises on the pages: begun, written in, striped, apart from the board, left with one tap, archived when ended."""

import re

import pytest
from django.test import Client
from tests.node.world import LETTER, NOW
from tests.web.conftest import SignIn

from hamsaya.core.errors import Refused
from hamsaya.core.exercise import exercise_of
from hamsaya.core.text import LANGUAGES, word
from hamsaya.node import ledger, queries
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db
BAND = "band--exercise"
TYPED = {
    "f.incident": "livestock", "f.urgency": "soon", "f.happened.precision": "not_stated", "f.place.km": "2",
    "f.place.inside": "IR", "f.dead": "0", "f.injured": "0", "f.missing": "0", "f.ongoing": "no", "f.help_wanted": "no",
    "f.from_desk": "zahedan", "f.to_desk": "turbat", "f.channel": "security", "f.basis": "own_observation",
    "f.certainty": "observed", "f.reply_wanted": "yes", "f.affects": ["IR"], "f.joint_inquiry": "no",
}  # fmt: skip


def begin(client: Client, compact: str) -> str:
    """Begin an exercise; return its name."""
    answer = client.post(f"/{compact}/exercises/begin/")
    found = re.fullmatch(rf"/{compact}/exercises/in/([a-z]+)/", answer.headers["Location"])
    assert found is not None
    return found.group(1)


def write(client: Client, compact: str, exercise: str) -> str:
    """Send an incident through the form, inside an exercise or outside; return the record's id."""
    before = everything(compact, exercise)
    answer = client.post(f"/{compact}/new/incident/report/", {**TYPED, **({"exercise": exercise} if exercise else {})})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    (record,) = everything(compact, exercise) - before
    return record


def everything(compact: str, exercise: str = "") -> set[str]:
    rows = queries.records(Viewer.operator(compact), compact, exercise=exercise, size=500).rows
    return {row.record for row in rows}


def test_what_is_written_in_an_exercise_stands_in_it_alone(compact: str, sign_in: SignIn) -> None:
    client = sign_in("fa")
    name = begin(client, compact)
    practised, actual = write(client, compact, name), write(client, compact, "")
    assert (exercise_of(practised), exercise_of(actual)) == (name, "")
    board = client.get(f"/{compact}/now/").content.decode()
    assert (practised in board, actual in board) == (False, True)
    assert f"/{compact}/exercises/in/{name}/" in board
    listed = client.get(f"/{compact}/list/incident/?format=json").json()["records"]
    assert [row["record"] for row in listed] == [actual]
    inside = client.get(f"/{compact}/list/incident/?format=json&exercise={name}").json()["records"]
    assert [row["record"] for row in inside] == [practised]
    page = client.get(f"/{compact}/exercises/in/{name}/").content.decode()
    assert (practised.partition("/")[2] in page, actual in page) == (True, False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_of_an_exercise_is_striped_and_left_with_one_tap(compact: str, sign_in: SignIn, lang: str) -> None:
    client = sign_in(lang)
    name = begin(client, compact)
    record = write(client, compact, name)
    inside = (
        f"exercises/in/{name}/", f"r/{record}/", f"r/{record}/conclude/", f"r/IR/x-{name}/",
        f"new/incident/report/?exercise={name}", f"new/hazard/warn/?exercise={name}",
    )  # fmt: skip
    for address in inside:
        text = client.get(f"/{compact}/{address}").content.decode()
        assert BAND in text, address
        assert 'class="main is-exercise"' in text
        assert f'<a class="btn btn--s" href="/{compact}/now/">{word("exercise.leave", lang)}</a>' in text
    for address in ("now/", "exercises/", "list/incident/", "new/incident/report/", "log/"):
        assert BAND not in client.get(f"/{compact}/{address}").content.decode(), address


def test_no_form_asks_whether_a_letter_is_actual(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    name = begin(client, compact)
    for address in ("new/incident/report/", f"new/incident/report/?exercise={name}"):
        assert 'name="f.traffic"' not in client.get(f"/{compact}/{address}").content.decode()
    client.post(f"/{compact}/new/incident/report/", {**TYPED, "f.traffic": "exercise"})
    (record,) = everything(compact)
    found = queries.record(Viewer.operator(compact), compact, record)
    assert found.state.traffic == "actual"


def test_a_letter_of_an_exercise_names_no_actual_one(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    name = begin(client, compact)
    actual = write(client, compact, "")
    answer = client.post(f"/{compact}/new/incident/report/", {**TYPED, "exercise": name, "f.refs": actual})
    assert answer.status_code == 400
    assert actual in answer.content.decode()
    assert everything(compact, name) == {f"IR/x-{name}"}
    draft = ledger.Draft(
        "incident", "report", ledger.new_record(compact, exercise=name), {**LETTER, "traffic": "actual"}
    )
    with pytest.raises(Refused, match=r"exercise\.traffic"):
        ledger.append(compact, [draft], post="ir-duty", now=NOW)


def test_an_ended_exercise_leaves_the_board_and_can_be_read(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    name = begin(client, compact)
    address = f"/{compact}/exercises/in/{name}/"
    assert address in client.get(f"/{compact}/now/").content.decode()
    assert client.post(f"/{compact}/r/IR/x-{name}/end/").status_code == 302
    assert address not in client.get(f"/{compact}/now/").content.decode()
    assert word("exercise.over", "en") in client.get(address).content.decode()
    assert address in client.get(f"/{compact}/exercises/").content.decode()
    assert client.get(f"/{compact}/exercises/in/nosuch/").status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_more_is_written_in_an_ended_exercise(compact: str, sign_in: SignIn, lang: str) -> None:
    client = sign_in(lang)
    name = begin(client, compact)
    record = write(client, compact, name)
    page, form = f"/{compact}/r/{record}/", f"/{compact}/new/incident/report/?exercise={name}"
    said, over = word("refused.exercise.ended", lang), word("exercise.over", lang)
    assert [over in client.get(address).content.decode() for address in (form, page)] == [False, False]
    assert client.post(f"/{compact}/r/IR/x-{name}/end/").status_code == 302
    assert over in client.get(form).content.decode(), "told before anything is typed"
    answer = client.post(f"/{compact}/new/incident/report/", {**TYPED, "exercise": name})
    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    assert re.search(r'value="livestock"\s+(checked|selected)', answer.content.decode()), (
        "what was typed is still there"
    )
    assert client.post(f"/{compact}/r/{record}/conclude/", {}).status_code == 400
    shown = client.get(page).content.decode()
    assert (over in shown, f"/{compact}/r/{record}/conclude/" in shown, f"{record}/mark/" in shown) == (
        True,
        False,
        True,
    )
    assert everything(compact, name) == {f"IR/x-{name}", record}
    assert (
        record.partition("/")[2]
        not in client.get(f"/{compact}/exercises/in/{name}/").content.decode().split(word("exercise.written", lang))[0]
    ), "nobody is to act in it any more"


def test_a_letter_that_waited_on_the_device_is_told_that_the_exercise_has_ended(compact: str, sign_in: SignIn) -> None:
    client = sign_in("ur")
    name = begin(client, compact)
    typed = {**TYPED, "exercise": name, "key": "k" * 32}
    sent = client.post(f"/{compact}/new/incident/report/", typed, headers={"accept": "application/json"})
    assert client.post(f"/{compact}/r/IR/x-{name}/end/").status_code == 302
    again = client.post(f"/{compact}/new/incident/report/", typed, headers={"accept": "application/json"})
    assert (again.status_code, again.json()["again"], again.json()["url"]) == (201, True, sent.json()["url"])
    late = client.post(
        f"/{compact}/new/incident/report/", {**typed, "key": "l" * 32}, headers={"accept": "application/json"}
    )
    assert (late.status_code, late.json()["said"]) == (400, word("refused.exercise.ended", "ur"))
