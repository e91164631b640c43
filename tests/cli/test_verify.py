"""`verify` needs nothing but files: what is whole passes, and every change of a byte is found."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.shell import Shell, environment
from tests.cli.test_record import make_test
from tests.node.world import COMPACT, root_key

from hamsaya.core.note import encode_vkey

pytestmark = pytest.mark.django_db


@pytest.fixture
def mirror(node: Path, shell: Shell, tmp_path: Path) -> Path:
    """Plain files of a log with 300 entries: two bundles, tiles of two levels."""
    from datetime import UTC, datetime

    from tests.node.world import letter

    from hamsaya.node.ledger import append

    append(COMPACT, [letter() for _ in range(299)], post="ir-duty-officer", now=datetime.now(UTC))
    folder = tmp_path / "mirror"
    assert shell.data("logs", str(folder))["logs"] == {"IR": 300}
    return folder


def root_line() -> str:
    return encode_vkey(root_key(COMPACT, "IR").verify_key)


def test_a_whole_log_verifies_and_with_the_root_key_its_owner_too(mirror: Path, shell: Shell) -> None:
    (log,) = shell.data("verify", str(mirror))["logs"]
    assert (log["origin"], log["size"], log["pinned"], log["tiles"]) == (f"hamsaya/{COMPACT}/IR", 300, False, 3)
    (log,) = shell.data("verify", str(mirror), "--root", root_line())["logs"]
    assert log["pinned"] is True


def test_another_root_key_is_refused(mirror: Path, shell: Shell) -> None:
    other = encode_vkey(root_key("other", "IR").verify_key)
    assert shell.data("verify", str(mirror), "--root", other)["error"] == "verify.other-root"


@pytest.mark.parametrize(
    "name", ["tile/entries/000", "tile/entries/001.p/44", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"]
)
def test_one_changed_byte_in_any_file_is_found(name: str, mirror: Path, shell: Shell) -> None:
    path = mirror / "IR" / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    shell("verify", str(mirror))
    assert shell.code == 3


def test_a_missing_bundle_and_a_forged_checkpoint_are_found(mirror: Path, shell: Shell) -> None:
    checkpoint = mirror / "IR" / "checkpoint"
    signed = checkpoint.read_bytes()
    checkpoint.write_bytes(signed.replace(b"\n300\n", b"\n299\n"))
    shell("verify", str(mirror))
    assert shell.code == 3
    checkpoint.write_bytes(signed)
    (mirror / "IR" / "tile" / "entries" / "000").unlink()
    assert shell.data("verify", str(mirror))["error"] == "verify.file-missing"


def test_the_signed_head_on_a_paper_convinces_with_the_key_and_not_without(mirror: Path, shell: Shell) -> None:
    head = mirror / "IR" / "checkpoint"
    assert shell.data("verify", str(head))["error"] == "verify.key-needed"
    key = mirror.parent / "IR.vkey"
    key.write_text(shell.data("prove", "IR", "0", "--output", str(mirror.parent / "0.tlog-proof"))["key"] + "\n")
    assert shell.data("verify", str(head), "--key", str(key))["size"] == 300
    head.write_text(head.read_text().replace("\n300\n", "\n301\n"))
    shell("verify", str(head), "--key", str(key))
    assert shell.code == 3


def test_a_proof_convinces_with_the_key_and_not_without(node: Path, shell: Shell, tmp_path: Path) -> None:
    record = make_test(shell)
    path = tmp_path / "one.tlog-proof"
    key = shell.data("prove", "IR", "1", "--output", str(path))["key"]
    told = shell.data("verify", str(path), "--key", key)
    assert (told["index"], told["size"], told["entry"]["record"]) == (1, 2, record)
    assert shell.data("verify", str(path))["error"] == "verify.key-needed"
    shell("verify", str(path), "--key", root_line())
    assert shell.code == 3


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("nothing", None, "path.missing"), ("odd", b"\x00\x01", "verify.unknown"), ("empty", b"", "verify.unknown")],
)
def test_what_is_no_log_is_named_as_such(
    name: str, content: bytes | None, code: str, shell: Shell, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert shell.data("verify", str(path))["error"] == code
    assert shell.data("verify", str(tmp_path))["error"] == "verify.no-log"


def test_a_torn_bag_is_found(shell: Shell, tmp_path: Path) -> None:
    from hamsaya.exchange.bag.volume import VolumeWriter

    out = VolumeWriter(tmp_path / "a.bag", 65536)
    out.write(b"x" * 100_000)
    first, second = out.finish()
    assert shell.data("verify", str(second))["volumes"] == [first.name, second.name]
    second.write_bytes(second.read_bytes()[:-1])
    assert shell.data("verify", str(first))["error"] == "bag.volume-damaged"
    second.unlink()
    assert shell.data("verify", str(first))["error"] == "bag.volume-lacking"


def test_verify_imports_no_django(mirror: Path, tmp_path: Path) -> None:
    from hamsaya.exchange.bag.volume import VolumeWriter

    out = VolumeWriter(tmp_path / "a.bag", None)
    out.write(b"x")
    out.finish()
    code = (
        "import sys; from hamsaya.cli.main import main;"
        f"codes = [main(['verify', {str(mirror)!r}]), main(['verify', {str(tmp_path / 'a.bag')!r}])];"
        "sys.exit(any(codes) or 'django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
