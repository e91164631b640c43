"""A node from init to restore, as a stranger would type it, in processes of its own."""

import json
import stat
from pathlib import Path

import pytest
from tests.cli.shell import EXAMPLE, hamsaya

from hamsaya.cli.card import read_card
from hamsaya.core.errors import Untrusted
from hamsaya.core.fingerprint import fingerprint_words

COMPACT = str(EXAMPLE / "compact.toml")
PASSPHRASE = "a long enough passphrase"


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two nodes that have met."""
    folder = tmp_path_factory.mktemp("nodes")
    ours, theirs = folder / "IR", folder / "PK"
    for home in (ours, theirs):
        hamsaya("init", "--compact", COMPACT, "--party", home.name, home=home)
    for home, other in ((ours, theirs), (theirs, ours)):
        hamsaya("meet", str(card(other)), "--words", words(other), home=home)
    (folder / "pass").write_text(PASSPHRASE + "\n")
    return ours, theirs


def card(home: Path) -> Path:
    return home / "cards" / f"irpk.{home.name}.card"


def words(home: Path) -> str:
    return " ".join(fingerprint_words(read_card(card(home).read_bytes()).root_key))


def link_test(home: Path, counter: int) -> None:
    hamsaya(
        "act", "link-test", "test", "--post", "ir-duty-officer", "--set", "desk=zahedan", f"counter:={counter}",
        "desk_state=staffed", "sent=2026-11-22T05:00:00Z", home=home,
    )  # fmt: skip


def test_keys_and_settings_are_private(homes: tuple[Path, Path]) -> None:
    ours = homes[0]
    secret = [*ours.glob("keys/*.key"), *ours.glob("keys/*.secret"), *ours.glob("keys/*.age"), ours / "node.toml"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in secret} == {0o600}
    assert stat.S_IMODE((ours / "keys").stat().st_mode) == stat.S_IMODE(ours.stat().st_mode) == 0o700


def test_a_second_init_is_refused_and_another_party_too(homes: tuple[Path, Path]) -> None:
    said = hamsaya("init", "--compact", COMPACT, "--party", "IR", home=homes[0], code=1)
    assert said == "hamsaya: This node serves the compact irpk already. Nothing was changed.\n"
    hamsaya("init", "--compact", COMPACT, "--party", "XX", home=homes[0].parent / "XX", code=1)
    hamsaya("init", "--compact", "nowhere.toml", "--party", "IR", home=homes[0].parent / "XX", code=5)


def test_a_card_is_taken_only_with_the_words_heard(homes: tuple[Path, Path], tmp_path: Path) -> None:
    ours, theirs = homes
    hamsaya("meet", str(card(theirs)), "--words", words(ours), home=ours, code=1)
    hamsaya("meet", str(card(theirs)), home=ours, code=1)
    forged = tmp_path / "forged.card"
    forged.write_bytes(card(theirs).read_bytes().replace(b"party PK", b"party IR"))
    hamsaya("meet", str(forged), "--words", words(theirs), home=ours, code=3)
    hamsaya("meet", str(card(ours)), "--words", words(ours), home=ours, code=1)


@pytest.mark.parametrize("data", [b"", b"hamsaya-card/1\n", b"\xff\xfe", b"x" * 20_000])
def test_what_is_no_card_is_untrusted(data: bytes) -> None:
    with pytest.raises(Untrusted):
        read_card(data)


def test_officers_are_added_listed_and_shut_out(homes: tuple[Path, Path]) -> None:
    ours = homes[0]
    added = hamsaya(
        "officer", "add", "s.karimi", "--post", "ir-duty-officer", "--role", "duty", "--area", "security", "--json",
        home=ours,
    )  # fmt: skip
    assert len(json.loads(added)["code"]) == 19
    listed = json.loads(hamsaya("officer", "list", "--json", home=ours))["officers"]
    assert listed == [
        {
            "name": "s.karimi",
            "post": "ir-duty-officer",
            "roles": "duty",
            "areas": "security",
            "signs_in": "not enrolled",
        }
    ]
    hamsaya("officer", "add", "x", "--post", "pk-duty-officer", home=ours, code=1)
    hamsaya("officer", "add", "x", "--post", "ir-duty-officer", "--area", "weather", home=ours, code=1)
    hamsaya("officer", "revoke", "s.karimi", home=ours)
    assert json.loads(hamsaya("officer", "list", "--json", home=ours))["officers"] == []
    hamsaya("officer", "revoke", "nobody", home=ours, code=5)


def test_a_bag_carries_what_is_new_and_is_taken_once(homes: tuple[Path, Path], tmp_path: Path) -> None:
    ours, theirs = homes
    link_test(ours, 1)
    bag = tmp_path / "to-pk.bag"
    hamsaya("bag", "write", str(bag), home=ours)
    first = json.loads(hamsaya("bag", "read", str(bag), "--json", home=theirs))
    again = json.loads(hamsaya("bag", "read", str(bag), "--json", home=theirs))
    assert (first["stored"], first["is_repeated"]) == (2, False)
    assert (again["stored"], again["is_repeated"]) == (0, True)
    digests = [json.loads(hamsaya("status", "--json", home=home))["compacts"][0]["digest"] for home in homes]
    assert digests[0] == digests[1]
    hamsaya("bag", "write", str(bag), home=ours, code=1)
    hamsaya("bag", "read", str(bag), home=ours, code=3)


def test_a_backup_restores_and_signs_nothing_before_it_is_reconciled(homes: tuple[Path, Path], tmp_path: Path) -> None:
    ours = homes[0]
    link_test(ours, 2)
    before = json.loads(hamsaya("status", "--json", home=ours))["compacts"][0]
    file, secret = str(tmp_path / "node.hamsaya-backup"), str(ours.parent / "pass")
    hamsaya("backup", file, "--passphrase-file", secret, home=ours)
    restored = tmp_path / "again"
    hamsaya("restore", file, "--passphrase-file", secret, "--home", str(restored))
    after = json.loads(hamsaya("status", "--json", home=restored))["compacts"][0]
    assert after["digest"] == before["digest"]
    assert after["link"]["state"] == "reconcile"
    said = hamsaya(
        "act", "link-test", "test", "--post", "ir-duty-officer", "--set", "desk=zahedan", "counter:=3",
        "desk_state=staffed", "sent=2026-11-22T05:00:00Z", "--json", home=restored, code=1,
    )  # fmt: skip
    assert said == ""
    hamsaya("rebuild", "--check", home=restored)
    assert (restored / "keys" / "irpk.node.key").read_bytes() == (ours / "keys" / "irpk.node.key").read_bytes()
    hamsaya("restore", file, "--passphrase-file", secret, "--home", str(restored), code=1)


def test_a_backup_opens_with_its_passphrase_alone(homes: tuple[Path, Path], tmp_path: Path) -> None:
    ours = homes[0]
    file, secret, wrong = tmp_path / "b", str(ours.parent / "pass"), tmp_path / "wrong"
    wrong.write_text("another long passphrase\n")
    hamsaya("backup", str(file), "--passphrase-file", secret, home=ours)
    data = file.read_bytes()
    leaks = [PASSPHRASE.encode(), b"AGE-SECRET-KEY", (ours / "keys" / "irpk.node.key").read_bytes().strip(), b"zahedan"]
    assert [leak for leak in leaks if leak in data] == []
    hamsaya("restore", str(file), "--passphrase-file", str(wrong), "--home", str(tmp_path / "r"), code=1)
    file.write_bytes(data[: len(data) // 2])
    hamsaya("restore", str(file), "--passphrase-file", secret, "--home", str(tmp_path / "r2"), code=3)
    hamsaya("backup", str(file), "--passphrase-file", secret, home=ours, code=1)
    wrong.write_text("short\n")
    hamsaya("backup", str(tmp_path / "c"), "--passphrase-file", str(wrong), home=ours, code=1)


def test_the_doctor_finds_what_is_wrong_and_says_what_to_do(homes: tuple[Path, Path]) -> None:
    ours = homes[0]
    found = json.loads(hamsaya("doctor", "--json", home=ours))
    assert found["healthy"] is True
    states = {each["check"]: each["state"] for each in found["findings"]}
    assert {states[name] for name in ("home", "clock", "disk", "database")} == {"ok"}
    key = ours / "keys" / "irpk.node.key"
    key.chmod(0o644)
    said = hamsaya("doctor", "--lang", "fa", home=ours, code=4)
    assert said == ""
    key.chmod(0o600)
    whole = key.read_bytes()
    key.write_bytes(whole[:40])
    hamsaya("doctor", home=ours, code=4)
    key.write_bytes(whole)
    hamsaya("doctor", home=ours)


def test_a_folder_without_a_node_and_a_setting_that_is_wrong_end_with_a_sentence(tmp_path: Path) -> None:
    said = hamsaya("status", home=tmp_path / "none", code=1)
    assert said.count("\n") == 1
    assert "Traceback" not in said
    (tmp_path / "node.toml").write_text("listen = 5\n")
    said = hamsaya("status", home=tmp_path, code=1)
    assert said.count("\n") == 1
    assert "Traceback" not in said
