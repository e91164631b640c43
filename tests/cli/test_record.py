"""Records at the shell: listed, shown, acted on, proven; every reading of marked ones is written down."""

import json
from pathlib import Path

import pytest
from tests.cli.shell import Shell
from tests.node.test_clean import SECRET, segment
from tests.node.world import COMPACT, NOW, letter

from hamsaya.core.entry import decode_entry
from hamsaya.core.text import LANGUAGES, word
from hamsaya.node import ledger, sql

pytestmark = pytest.mark.django_db
TEST = ("--set", "desk=zahedan", "counter:=1", "desk_state=staffed", "sent=2026-11-22T05:00:00Z")


def make_test(shell: Shell) -> str:
    made = shell.data("act", "link-test", "test", "--post", "ir-duty-officer", *TEST)
    assert shell.code == 0, made
    record: str = made["record"]
    return record


def trail() -> list[tuple[str, str, str]]:
    """Return act, post and target of every row of the private log."""
    statement = "SELECT e.data FROM node_entry e JOIN node_log l ON l.id = e.log_id WHERE l.sort = 'audit' ORDER BY 1"
    entries = [decode_entry(bytes(row[0])) for row in sql.rows(statement.replace("ORDER BY 1", 'ORDER BY e."index"'))]
    return [(entry.act, entry.post, str(entry.body.get("target", ""))) for entry in entries]


def test_an_act_is_signed_listed_and_shown(node: Path, shell: Shell) -> None:
    record = make_test(shell)
    listed = shell.data("list", "link-test")
    assert [(row["record"], row["status"], row["audience"]) for row in listed["records"]] == [
        (record, "waiting", "DESK")
    ]
    shown = shell.data("show", record)
    assert shown["state"]["desk"] == "zahedan"
    assert [(act["act"], act["post"], act["had_effect"]) for act in shown["acts"]] == [
        ("test", "ir-duty-officer", True)
    ]
    assert shown["signed_by_both"] is False
    assert trail() == [
        ("shell-act", "operator", record),
        ("view", "operator", "list link-test"),
        ("view", "operator", record),
    ]


def test_what_is_open_is_read_without_a_row(node: Path, shell: Shell) -> None:
    assert shell.data("list", "report")["records"] == []
    assert trail() == []


def test_an_act_from_a_file_with_one_value_changed(node: Path, shell: Shell, tmp_path: Path) -> None:
    body = {"desk": "zahedan", "counter": 1, "desk_state": "staffed", "sent": "2026-11-22T05:00:00Z"}
    path = tmp_path / "body.json"
    path.write_text(json.dumps(body))
    made = shell.data(
        "act", "link-test", "test", "--post", "ir-duty-officer", "--body", str(path), "--set", "counter:=7",
    )  # fmt: skip
    assert shell.data("show", made["record"])["state"]["counter"] == 7


@pytest.mark.parametrize(
    ("argv", "code", "exit_code"),
    [
        (("act", "no-such"), "kind.unknown", 5),
        (("act", "link-test", "fly", "--post", "ir-duty-officer"), "act.unknown", 1),
        (("act", "link-test", "test", "--post", "pk-duty-officer", *TEST), "post.unknown", 1),
        (("act", "link-test", "test", *TEST), "post.unknown", 1),
        (("act", "link-test", "test", "--post", "ir-duty-officer", "--set", "counter:=x"), "act.json", 1),
        (("act", "link-test", "test", "--post", "ir-duty-officer", "--set", "counter"), "act.value", 1),
        (("act", "link-test", "test", "--post", "ir-duty-officer", "--set", "desk=zahedan"), "field.missing", 1),
        (("act", "link-test", "test", "--post", "ir-duty-officer", "--body", "nowhere.json"), "path.missing", 5),
        (("act", "link-test", "answer", "--post", "ir-duty-officer", "--record", "PK/none"), "record.missing", 5),
        (("show", "IR/none"), "record.missing", 5),
        (("list", "no-such"), "kind.unknown", 5),
        (("list", "--order", "colour"), "list.order", 1),
        (("list", "commitment", "--status", "foo"), "list.status", 1),
        (("list", "--compact", "other"), "compact.not-here", 1),
        (("prove", "IR", "99"), "entry.not-signed", 1),
    ],
)
def test_what_does_not_go_is_refused_with_its_code(
    argv: tuple[str, ...], code: str, exit_code: int, node: Path, shell: Shell
) -> None:
    before = sql.one("SELECT size FROM node_log WHERE sort = 'shared' AND party = 'IR'")
    assert shell.data(*argv)["error"] == code
    assert shell.code == exit_code
    assert sql.one("SELECT size FROM node_log WHERE sort = 'shared' AND party = 'IR'") == before


def test_a_kind_alone_is_explained(node: Path, shell: Shell) -> None:
    told = shell.data("act", "link-test")
    assert {name: set(fields) for name, fields in told["acts"].items()} == {
        "test": {"desk", "counter", "desk_state", "sent"},
        "answer": {"desk_state", "offset"},
        "mark": {"audience"},
    }


@pytest.mark.parametrize("lang", ["en", "fa", "ur"])
def test_a_refusal_is_a_sentence_in_the_asked_language(lang: str, node: Path, shell: Shell) -> None:
    from hamsaya.core.text import word

    assert shell("show", "IR/none", "--lang", lang) == ""
    assert shell.err == f"hamsaya: {word('refused.record.missing', lang, record='IR/none')}\n"


def test_status_tells_logs_link_and_digest(node: Path, shell: Shell) -> None:
    make_test(shell)
    (told,) = shell.data("status")["compacts"]
    assert (told["party"], told["neighbour"], told["waits_for_them"]) == ("IR", "PK", 1)
    assert [(log["party"], log["sort"], log["size"]) for log in told["logs"]] == [
        ("IR", "shared", 2),
        ("PK", "shared", 0),
        ("IR", "audit", 1),
    ]
    assert told["link"]["unsent"] == 2


def test_a_rebuild_finds_records_and_logs_in_agreement(node: Path, shell: Shell) -> None:
    make_test(shell)
    checked = shell.data("rebuild", "--check")
    assert (shell.code, checked["same"]) == (0, True)
    sql.run("UPDATE node_record SET state = NULL, owner_state = %s, digest = %s", (b"", bytes(32)))
    assert shell.data("rebuild", "--check")["same"] is False
    assert shell.code == 4
    shell("rebuild")
    assert shell.data("rebuild", "--check")["after"] == checked["after"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_files_place_and_maker_are_taken_off_and_the_shell_says_so(
    node: Path, shell: Shell, tmp_path: Path, lang: str
) -> None:
    picture, plain = tmp_path / "IMG_2041.jpg", tmp_path / "note.txt"
    bare = b"\xff\xd8" + segment(0xDA, b"s" * 6) + b"pixels\xff\xd9"
    picture.write_bytes(bare[:2] + segment(0xE1, b"Exif\0\0" + SECRET) + bare[2:])
    plain.write_text("plain")
    files = ("--file", str(picture), "--file", str(plain), "--lang", lang)
    said = shell("act", "link-test", "test", "--post", "ir-duty-officer", *TEST, *files)
    assert shell.code == 0
    parts = word("file.exif", lang)
    assert said.splitlines()[1:] == [
        word("file.removed", lang, name=str(picture), parts=parts),
        word("file.as_it_is", lang, name=str(plain)),
    ]
    kept = [bytes(row[0]) for row in sql.rows("SELECT data FROM node_blob ORDER BY size DESC")]
    assert kept == [bare, b"plain"]
    assert SECRET in picture.read_bytes()


def call(shell: Shell, record: str, host: str) -> None:
    """Call a sitting at the shell."""
    said = ("--set", f"number={record[3:]}", 'title:={"en": "Sitting"}', "form=in_person", f"host={host}")
    shell("act", "sitting", "call", "--post", "ir-sitting-desk", "--record", record, *said)


def test_a_sitting_out_of_turn_is_refused_at_the_shell_as_on_the_page(node: Path, shell: Shell) -> None:
    call(shell, "IR/s1", "PK")
    assert (shell.code, word("refused.sitting.not-turn", "en") in shell.err) == (1, True)
    call(shell, "IR/s1", "IR")
    assert shell.code == 0
    call(shell, "IR/s2", "IR")
    assert shell.code == 1
    assert [row["record"] for row in shell.data("list", "sitting")["records"]] == ["IR/s1"]


def test_what_is_withdrawn_at_the_shell_is_destroyed_at_once_and_what_both_rely_on_is_kept(
    node: Path, shell: Shell
) -> None:
    words = json.dumps({"en": "Respect."})
    said = ("--set", f"title:={words}", f"wording:={words}")
    shell("act", "principle", "enter", "--post", "ir-sitting-desk", "--record", "IR/respect", *said)
    record = make_test(shell)
    withdraw = ("act", "withdrawal", "withdraw", "--post", "ir-duty-officer", "--set", "reason=wrong")
    shell(*withdraw, "about=IR/respect", "--audience", "DESK")
    assert (shell.code, word("refused.withdrawal.lasting", "en") in shell.err) == (1, True)
    shell(*withdraw, f"about={record}")
    assert (shell.code, word("refused.withdrawal.audience", "en", audience="DESK") in shell.err) == (1, True)
    shell(*withdraw, f"about={record}", "--audience", "DESK")
    assert shell.code == 0, shell.err
    assert shell.data("show", record)["status"] == "erased"


def test_one_officer_withdraws_no_letter_of_level_1_at_the_shell(node: Path, shell: Shell) -> None:
    (written,) = ledger.append(COMPACT, [letter(urgency="now", urgency_reason="misreading")], post="d", now=NOW)
    said = ("--audience", "DESK", "--set", "reason=wrong", f"about={written.record}")
    shell("act", "withdrawal", "withdraw", "--post", "ir-duty-officer", *said)
    assert (shell.code, word("refused.act.two-persons", "en", act="withdraw") in shell.err) == (1, True)
    assert shell.data("show", written.record)["status"] == "open"


@pytest.mark.parametrize("how", [("release", "ask", 'title:={"en": "Figures"}', "what=figures")])
def test_what_takes_two_officers_is_not_signed_at_the_shell(node: Path, shell: Shell, how: tuple[str, ...]) -> None:
    kind, act, *said = how
    shell("act", kind, act, "--post", "ir-director", "--set", *said)
    assert (shell.code, word("refused.act.two-persons", "en", act="ask") in shell.err) == (1, True)
    shell("act", "link-test", "test", "--post", "ir-duty-officer", "--audience", "OPEN", *TEST)
    assert (shell.code, word("refused.act.two-persons", "en", act="test") in shell.err) == (1, True)
    assert [shell.data("list", each)["records"] for each in ("release", "link-test")] == [[], []]


def test_a_record_is_marked_wider_at_the_shell_by_an_act_of_its_own(node: Path, shell: Shell) -> None:
    record = make_test(shell)
    shell("act", "link-test", "mark", "--post", "ir-sitting-desk", "--record", record, "--set", "audience=gov")
    assert shell.code == 0, shell.err
    assert shell.data("list", "link-test")["records"][0]["audience"] == "GOV"
    assert "mark" in shell.data("act", "link-test")["acts"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_more_is_written_at_the_shell_in_an_exercise_that_has_ended(
    node: Path, shell: Shell, lang: str
) -> None:
    begun = {"traffic": "exercise", "script": "free", "starts": "2026-11-22T08:00:00Z"}
    practised = letter(record="IR/x-drill-flood", traffic="exercise")
    ledger.append(COMPACT, [ledger.Draft("exercise", "begin", "IR/x-drill", begun), practised], post="d", now=NOW)
    update = ("act", "incident", "update", "--record", practised.record, "--post", "ir-duty-officer", "--set")
    end = ("act", "exercise", "end", "--record", "IR/x-drill", "--post", "ir-duty-officer")
    for signed in ((*update, "injured:=1"), end):
        shell(*signed)
        assert shell.code == 0, shell.err
    shell(*update, "injured:=2", "--lang", lang)
    assert (shell.code, word("refused.exercise.ended", lang) in shell.err) == (1, True)
    assert len(shell.data("show", practised.record)["acts"]) == 2
