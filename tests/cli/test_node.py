"""A node from init to restore, as a stranger would type it, in processes of its own."""

import socket
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.cli.shell import EXAMPLE, Servant, hamsaya

from hamsaya.cli.backup_file import read_members
from hamsaya.cli.card import read_card
from hamsaya.core.errors import Refused, Untrusted
from hamsaya.core.fingerprint import fingerprint_words

COMPACT = str(EXAMPLE / "compact.toml")
PASSPHRASE = "a long enough passphrase"


@dataclass(frozen=True)
class Node:
    """A node's home and a process that runs commands on it."""

    home: Path
    run: Servant


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Node, Node]]:
    """Two nodes that have met."""
    folder = tmp_path_factory.mktemp("nodes")
    homes = (folder / "IR", folder / "PK")
    for home in homes:
        hamsaya("init", "--compact", COMPACT, "--party", home.name, home=home)
    for home, other in (homes, homes[::-1]):
        hamsaya("meet", str(card(other)), "--words", words(other), home=home)
    (folder / "pass").write_text(PASSPHRASE + "\n")
    made = Node(homes[0], Servant(homes[0])), Node(homes[1], Servant(homes[1]))
    yield made
    for each in made:
        each.run.close()


def card(home: Path) -> Path:
    return home / "cards" / f"irpk.{home.name}.card"


def words(home: Path) -> str:
    return " ".join(fingerprint_words(read_card(card(home).read_bytes()).root_key))


ONE = ("act", "link-test", "test", "--post", "ir-duty-officer", "--set", "desk=zahedan", "desk_state=staffed")
AT = "sent=2026-11-22T05:00:00Z"


def test_keys_and_settings_are_private(nodes: tuple[Node, Node]) -> None:
    ours = nodes[0].home
    secret = [*ours.glob("keys/*.key"), *ours.glob("keys/*.secret"), *ours.glob("keys/*.age"), ours / "node.toml"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in secret} == {0o600}
    assert stat.S_IMODE((ours / "keys").stat().st_mode) == stat.S_IMODE(ours.stat().st_mode) == 0o700


def test_a_second_init_and_a_stranger_to_the_compact_are_refused(nodes: tuple[Node, Node]) -> None:
    run = nodes[0].run
    said = run("init", "--compact", COMPACT, "--party", "IR", code=1)
    assert said == "hamsaya: This node serves the compact irpk already. Nothing was changed.\n"
    run("init", "--compact", COMPACT, "--party", "XX", code=1)
    run("init", "--compact", "nowhere.toml", "--party", "IR", code=5)


def test_a_card_is_taken_only_with_the_words_heard(nodes: tuple[Node, Node], tmp_path: Path) -> None:
    ours, theirs = nodes
    ours.run("meet", str(card(theirs.home)), "--words", words(ours.home), code=1)
    ours.run("meet", str(card(theirs.home)), code=1)
    forged = tmp_path / "forged.card"
    forged.write_bytes(card(theirs.home).read_bytes().replace(b"party PK", b"party IR"))
    ours.run("meet", str(forged), "--words", words(theirs.home), code=3)
    ours.run("meet", str(card(ours.home)), "--words", words(ours.home), code=1)


@pytest.mark.parametrize("data", [b"", b"hamsaya-card/1\n", b"\xff\xfe", b"x" * 20_000])
def test_what_is_no_card_is_untrusted(data: bytes) -> None:
    with pytest.raises(Untrusted):
        read_card(data)


def test_officers_are_added_listed_and_shut_out(nodes: tuple[Node, Node]) -> None:
    run = nodes[0].run
    where = ("--post", "ir-duty-officer", "--role", "duty", "--area", "security")
    assert len(run.data("officer", "add", "s.karimi", *where)["code"]) == 19
    assert run.data("officer", "list")["officers"] == [
        {
            "name": "s.karimi",
            "post": "ir-duty-officer",
            "roles": "duty",
            "areas": "security",
            "signs_in": "not enrolled",
        }
    ]
    run("officer", "add", "x", "--post", "pk-duty-officer", code=1)
    run("officer", "add", "x", "--post", "ir-duty-officer", "--area", "weather", code=1)
    run("officer", "revoke", "s.karimi")
    assert run.data("officer", "list")["officers"] == []
    run("officer", "revoke", "nobody", code=5)


def test_a_bag_carries_what_is_new_and_is_taken_once(nodes: tuple[Node, Node], tmp_path: Path) -> None:
    ours, theirs = nodes
    ours.run(*ONE, "counter:=1", AT)
    bag = str(tmp_path / "to-pk.bag")
    ours.run("bag", "write", bag)
    first, again = theirs.run.data("bag", "read", bag), theirs.run.data("bag", "read", bag)
    assert (first["stored"], first["is_repeated"]) == (2, False)
    assert (again["stored"], again["is_repeated"]) == (0, True)
    digests = [each.run.data("status")["compacts"][0]["digest"] for each in nodes]
    assert digests[0] == digests[1]
    ours.run("bag", "write", bag, code=1)
    ours.run("bag", "read", bag, code=3)


def test_a_backup_restores_and_signs_nothing_before_it_is_reconciled(nodes: tuple[Node, Node], tmp_path: Path) -> None:
    ours = nodes[0]
    ours.run(*ONE, "counter:=2", AT)
    before = ours.run.data("status")["compacts"][0]
    file, secret = str(tmp_path / "node.hamsaya-backup"), str(ours.home.parent / "pass")
    ours.run("backup", file, "--passphrase-file", secret)
    home = tmp_path / "again"
    hamsaya("restore", file, "--passphrase-file", secret, "--home", str(home))
    restored = Servant(home)
    after = restored.data("status")["compacts"][0]
    assert (after["digest"], after["link"]["state"]) == (before["digest"], "reconcile")
    restored(*ONE, "counter:=3", AT, code=1)
    assert restored.data("rebuild", "--check")["same"] is True
    assert (home / "keys" / "irpk.node.key").read_bytes() == (ours.home / "keys" / "irpk.node.key").read_bytes()
    restored("restore", file, "--passphrase-file", secret, "--home", str(home), code=1)
    restored.close()


def test_a_backup_opens_with_its_passphrase_alone(nodes: tuple[Node, Node], tmp_path: Path) -> None:
    ours = nodes[0]
    file, secret, wrong = tmp_path / "b", str(ours.home.parent / "pass"), tmp_path / "wrong"
    wrong.write_text("another long passphrase\n")
    ours.run("backup", str(file), "--passphrase-file", secret)
    data = file.read_bytes()
    key = (ours.home / "keys" / "irpk.node.key").read_bytes().strip()
    assert [leak for leak in (PASSPHRASE.encode(), b"AGE-SECRET-KEY", key, b"zahedan") if leak in data] == []
    with pytest.raises(Refused, match=r"backup\.wrong-passphrase"), read_members(file, "another long passphrase"):
        pass
    file.write_bytes(data[: len(data) // 2])
    with pytest.raises(Untrusted), read_members(file, PASSPHRASE) as members:
        list(members)
    ours.run("backup", str(file), "--passphrase-file", secret, code=1)
    wrong.write_text("short\n")
    ours.run("backup", str(tmp_path / "c"), "--passphrase-file", str(wrong), code=1)
    assert not (tmp_path / "c").exists()


def test_the_doctor_finds_what_is_wrong_and_says_what_to_do(nodes: tuple[Node, Node]) -> None:
    run, key = nodes[0].run, nodes[0].home / "keys" / "irpk.node.key"
    found = run.data("doctor")
    states = {each["check"]: each["state"] for each in found["findings"]}
    assert found["healthy"] is True
    assert {states[name] for name in ("home", "clock", "disk", "database")} == {"ok"}
    key.chmod(0o644)
    run("doctor", "--lang", "fa", code=4)
    key.chmod(0o600)
    whole = key.read_bytes()
    key.write_bytes(whole[:40])
    run("doctor", code=4)
    key.write_bytes(whole)
    run("doctor")


def test_a_taken_port_and_a_wrong_address_are_told_in_one_sentence(nodes: tuple[Node, Node]) -> None:
    run = nodes[0].run
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = run("serve", "--listen", f"127.0.0.1:{port}", code=1)
    assert (said.count("\n"), str(port) in said) == (1, True)
    for address in ("8400", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:99999", "nowhere.invalid:1"):
        run("serve", "--listen", address, code=1)


@pytest.mark.parametrize("settings", [None, "listen = 5\n", "listen = \n", "no-such = 1\n", "[[compact]]\n"])
def test_without_a_node_or_with_a_wrong_setting_it_ends_with_one_sentence(settings: str | None, tmp_path: Path) -> None:
    if settings is not None:
        (tmp_path / "node.toml").write_text(settings)
    said = hamsaya("status", home=tmp_path, code=1)
    assert (said.count("\n"), said[:9]) == (1, "hamsaya: ")
