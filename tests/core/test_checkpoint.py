"""Checkpoints and cosignatures: the example of C2SP, strict lines, who may speak for a log, honest times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.writer import key

from hamsaya.core import checkpoint, note
from hamsaya.core.checkpoint import Checkpoint
from hamsaya.core.ed25519 import COSIGNATURE
from hamsaya.core.errors import Refused, Untrusted
from hamsaya.core.merkle import EMPTY_ROOT, leaf_hash

ROOT = leaf_hash(b"x")
LINES = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
LOG, WITNESS = key("a.example/log", "1"), key("b.example/log", "1")
NOTE = checkpoint.sign_checkpoint(Checkpoint("a.example/log", 7, ROOT), LOG)


def test_the_example_of_the_specification_is_read_and_written() -> None:
    parsed = checkpoint.parse_checkpoint(LINES.encode())
    assert (parsed.origin, parsed.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.format_checkpoint(parsed) == LINES.encode()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "checkpoint.shape"),
        ("a\n1\n", "checkpoint.shape"),
        (LINES + "extension\n", "checkpoint.shape"),
        (LINES + "\n", "checkpoint.shape"),
        (LINES[:-1], "checkpoint.shape"),
        (LINES.replace("example", "exam ple"), "checkpoint.shape"),
        (LINES.replace("example.com", "é"), "checkpoint.shape"),
        ("\n" + LINES.partition("\n")[2], "checkpoint.shape"),
        ("cosignature/v1\n" + LINES.partition("\n")[2], "checkpoint.shape"),
        (LINES.replace("q2I=", "q2J="), "checkpoint.shape"),
        (LINES.replace("q2I=", ""), "checkpoint.shape"),
        (LINES.replace("q2I=", "q2I"), "checkpoint.shape"),
        (LINES.replace("208", "٢08"), "checkpoint.size"),
        (LINES.replace("20852163", "020852163"), "checkpoint.size"),
        (LINES.replace("20852163", "-1"), "checkpoint.size"),
        (LINES.replace("20852163", ""), "checkpoint.size"),
        (LINES.replace("20852163", str(2**63)), "checkpoint.size"),
        (LINES.replace("20852163", "9" * 40), "checkpoint.size"),
        (LINES.replace("20852163", "0"), "checkpoint.empty-root"),
    ],
)
def test_refuses_other_lines(text: str, code: str) -> None:
    with pytest.raises(Untrusted) as caught:
        checkpoint.parse_checkpoint(text.encode())
    assert caught.value.code == code


def test_refuses_bytes_that_are_no_text() -> None:
    with pytest.raises(Untrusted) as caught:
        checkpoint.parse_checkpoint(b"\xff\n1\nx\n")
    assert caught.value.code == "checkpoint.shape"


@pytest.mark.parametrize("size", [0, 1, 2**63 - 1])
def test_takes_the_edges_of_size(size: int) -> None:
    made = Checkpoint("a.example/log", size, ROOT if size else EMPTY_ROOT)
    assert checkpoint.parse_checkpoint(checkpoint.format_checkpoint(made)) == made


@given(st.text("a/\n01=A", max_size=60))
def test_what_parses_is_written_the_same(text: str) -> None:
    try:
        parsed = checkpoint.parse_checkpoint(text.encode())
    except Untrusted:
        return
    assert checkpoint.format_checkpoint(parsed) == text.encode()


@pytest.mark.parametrize("made", [Checkpoint("a b", 1, ROOT), Checkpoint("a", -1, ROOT), Checkpoint("a", 1, b"")])
def test_refuses_to_sign_what_could_not_be_read(made: Checkpoint) -> None:
    with pytest.raises(Untrusted):
        checkpoint.sign_checkpoint(made, LOG)


def test_only_the_log_speaks_for_itself() -> None:
    assert checkpoint.open_checkpoint(NOTE, [WITNESS.verify_key, LOG.verify_key]) == Checkpoint(
        "a.example/log", 7, ROOT
    )
    forged = checkpoint.sign_checkpoint(Checkpoint("a.example/log", 7, ROOT), WITNESS)
    with pytest.raises(Untrusted) as caught:
        checkpoint.open_checkpoint(forged, [WITNESS.verify_key, LOG.verify_key])
    assert caught.value.code == "note.no-known-key"


def test_the_cosignature_of_the_specification_has_this_form() -> None:
    line = checkpoint.cosign(NOTE, WITNESS, 1679315147)
    parsed = note.parse_signature(line)
    signed = b"cosignature/v1\ntime 1679315147\n" + note.parse_note(NOTE).text
    WITNESS.verify_key.verify(signed, parsed.value[8:])
    assert (parsed.name, parsed.key_id) == ("b.example/log", WITNESS.verify_key.key_id(COSIGNATURE))
    assert int.from_bytes(parsed.value[:8], "big") == 1679315147


def test_a_cosigned_checkpoint_still_opens_and_tells_its_time() -> None:
    data = checkpoint.add_line(NOTE, checkpoint.cosign(NOTE, WITNESS, 100))
    assert checkpoint.open_checkpoint(data, [LOG.verify_key]).size == 7
    assert checkpoint.verify_cosignature(data, WITNESS.verify_key) == 100


def test_a_later_cosignature_takes_the_place_of_the_earlier() -> None:
    once = checkpoint.add_line(NOTE, checkpoint.cosign(NOTE, WITNESS, 100))
    twice = checkpoint.add_line(once, checkpoint.cosign(once, WITNESS, 200))
    assert twice == checkpoint.add_line(NOTE, checkpoint.cosign(NOTE, WITNESS, 200))
    both = once + twice.splitlines(keepends=True)[-1]
    assert checkpoint.verify_cosignature(both, WITNESS.verify_key) == 200


def test_no_cosignature_is_no_receipt() -> None:
    with pytest.raises(Untrusted) as caught:
        checkpoint.verify_cosignature(NOTE, WITNESS.verify_key)
    assert caught.value.code == "cosignature.missing"


def with_cosignature(value: bytes) -> bytes:
    signature = note.Signature(WITNESS.name, WITNESS.verify_key.key_id(COSIGNATURE), value)
    return note.Note(note.parse_note(NOTE).text, (signature,)).to_bytes()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (b"\x00" * 71, "cosignature.shape"),
        (b"\x00" * 73, "cosignature.shape"),
        (b"\xff" * 72, "cosignature.shape"),
        (b"\x00" * 72, "cosignature.signature"),
        (b"\x00" * 8 + WITNESS.sign(note.parse_note(NOTE).text), "cosignature.signature"),
    ],
)
def test_refuses_a_false_cosignature(value: bytes, code: str) -> None:
    with pytest.raises(Untrusted) as caught:
        checkpoint.verify_cosignature(with_cosignature(value), WITNESS.verify_key)
    assert caught.value.code == code


@pytest.mark.parametrize("timestamp", [-1, 2**63])
def test_refuses_to_cosign_at_an_impossible_time(timestamp: int) -> None:
    with pytest.raises(Refused) as caught:
        checkpoint.cosign(NOTE, WITNESS, timestamp)
    assert caught.value.code == "cosignature.time"


def test_a_note_with_sixteen_lines_takes_no_seventeenth() -> None:
    others = [key(f"w{number}.example", "1") for number in range(15)]
    full = checkpoint.sign_checkpoint(Checkpoint("a.example/log", 7, ROOT), LOG, *others)
    with pytest.raises(Untrusted) as caught:
        checkpoint.add_line(full, checkpoint.cosign(full, WITNESS, 1))
    assert caught.value.code == "note.too-many-signatures"


def test_the_published_cosignature_line_has_this_layout() -> None:
    encoded = "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA=="
    published = note.parse_signature(f"— witness.example.com/w1 {encoded}\n".encode())
    assert (len(published.value), int.from_bytes(published.value[:8], "big")) == (72, 1679315147)
