"""Signed notes: the published example, strict reading, limits that hold against a million lines, keys as lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.writer import key

from hamsaya.core import note
from hamsaya.core.ed25519 import COSIGNATURE, VerifyKey
from hamsaya.core.errors import HamsayaError, Refused, Untrusted

# The example of the package documentation of golang.org/x/mod/sumdb/note.
GO_NOTE = """If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
""".encode()
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"

SIGNER, STRANGER = key("a.example/log", "1"), key("b.example/log", "1")
LINE = "— x eHh4eHg=\n".encode()


def test_the_published_example_verifies() -> None:
    opened = note.open_note(GO_NOTE, [note.decode_vkey(GO_VKEY)])
    assert opened.to_bytes() == GO_NOTE
    signer = note.decode_skey(GO_SKEY)
    assert note.sign_note(opened.text, [signer]) == GO_NOTE
    assert note.encode_vkey(signer.verify_key) == GO_VKEY
    assert note.encode_skey(signer) == GO_SKEY


def test_lines_of_strangers_are_dropped() -> None:
    data = note.sign_note(b"text\n", [STRANGER, SIGNER])
    assert note.open_note(data, [SIGNER.verify_key]).to_bytes() == note.sign_note(b"text\n", [SIGNER])
    with pytest.raises(Untrusted) as caught:
        note.open_note(data, [key("a.example/log", "2").verify_key])
    assert caught.value.code == "note.no-known-key"


def test_one_wrong_line_of_a_known_key_spoils_the_note() -> None:
    wrong = note.parse_note(note.sign_note(b"text\n", [SIGNER])).signatures
    right = note.parse_note(note.sign_note(b"tent\n", [STRANGER])).signatures
    data = note.Note(b"tent\n", (*wrong, *right)).to_bytes()
    assert note.open_note(data, [STRANGER.verify_key]).signatures == right
    with pytest.raises(Untrusted) as caught:
        note.open_note(data, [STRANGER.verify_key, SIGNER.verify_key])
    assert caught.value.code == "note.signature"


def test_an_empty_line_in_the_text_belongs_to_the_text() -> None:
    assert note.parse_note(b"a\n\nb\n\n" + LINE).text == b"a\n\nb\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "note.shape"),
        (b"text\n", "note.shape"),
        (b"text\n\n", "note.shape"),
        (b"text\n" + LINE, "note.shape"),
        (b"text\n\n" + LINE[:-1], "note.shape"),
        (b"text\n\n" + LINE * 17, "note.too-many-signatures"),
        (b"text\n\n" + LINE * 50_000, "note.too-many-signatures"),
        (b"text\n\n" + LINE * 1_000_000, "note.too-long"),
        (b"x" * 1_000_000 + b"\n\n" + LINE, "note.too-long"),
        (b"te\tt\n\n" + LINE, "note.control-character"),
        (b"text\r\n\n" + LINE, "note.control-character"),
        (b"te\xfft\n\n" + LINE, "note.not-utf-8"),
        (b"text\n\n" + "— \udcff eHh4eHg=\n".encode(errors="surrogateescape"), "note.not-utf-8"),
        (b"text\n\n- x eHh4eHg=\n", "note.signature-line"),
        (b"text\n\n" + "—x eHh4eHg=\n".encode(), "note.signature-line"),
        (b"text\n\n" + "— xeHh4eHg=\n".encode(), "note.signature-line"),
        (b"text\n\n" + "—  eHh4eHg=\n".encode(), "note.signature-line"),
        (b"text\n\n" + "— x+y eHh4eHg=\n".encode(), "note.signature-line"),
        (b"text\n\n" + "— x\u2003y eHh4eHg=\n".encode(), "note.signature-line"),
        (b"text\n\n" + "— x eHh4eA==\n".encode(), "note.signature-line"),
        (b"text\n\n" + "— x eHh4eHh=\n".encode(), "note.signature-line"),
        (b"text\n\n" + "— x eHh4eHg\n".encode(), "note.signature-line"),
        (b"text\n\n" + "— x eHh4 eHg=\n".encode(), "note.signature-line"),
        (b"text\n\n" + "— x ٠٠٠٠\n".encode(), "note.signature-line"),
    ],
)
def test_refuses_other_shapes(data: bytes, code: str) -> None:
    with pytest.raises(Untrusted) as caught:
        note.parse_note(data)
    assert caught.value.code == code


@given(st.binary(max_size=30), st.integers(0, 80))
def test_a_note_that_parses_is_written_the_same(junk: bytes, at: int) -> None:
    good = note.sign_note("متن\n\ntext\n".encode(), [SIGNER])
    data = good[:at] + junk + good[at + len(junk) :]
    try:
        parsed = note.parse_note(data)
    except Untrusted:
        return
    assert parsed.to_bytes() == data


@pytest.mark.parametrize("line", [b"", b"\n", LINE * 2, LINE[:-1], b"\n\n" + LINE, b"x\n"])
def test_one_signature_line_is_one_line(line: bytes) -> None:
    assert note.parse_signature(LINE).line() == LINE
    with pytest.raises(Untrusted):
        note.parse_signature(line)


def test_refuses_to_sign_what_cannot_be_read() -> None:
    with pytest.raises(HamsayaError):
        note.sign_note(b"no newline", [SIGNER])


@given(st.binary(min_size=32, max_size=32), st.sampled_from([1, COSIGNATURE]))
def test_public_keys_survive_as_lines(raw: bytes, kind: int) -> None:
    made = VerifyKey("a.example/log", raw)
    assert note.decode_vkey(note.encode_vkey(made, kind), kind) == made


@pytest.mark.parametrize(
    "line",
    [
        "",
        "x",
        "x+00000000+AQ==",
        GO_VKEY[:-1],
        GO_VKEY.replace("c74f", "C74F"),
        GO_VKEY.replace("c74f", "c74e"),
        GO_VKEY.replace("Peter", "Other"),
        GO_VKEY.replace("Peter", "Pe ter"),
        GO_VKEY.replace("+AR", "+BB"),
        GO_VKEY + "\n",
        note.encode_vkey(SIGNER.verify_key, COSIGNATURE),
    ],
)
def test_refuses_other_public_key_lines(line: str) -> None:
    with pytest.raises(Untrusted) as caught:
        note.decode_vkey(line)
    assert caught.value.code == "note.vkey"


@pytest.mark.parametrize(
    "line", ["", GO_VKEY, GO_SKEY[:-1], GO_SKEY.replace("c74f", "c74e"), GO_SKEY + "\n", GO_SKEY.replace("+AY", "+BB")]
)
def test_refuses_other_secret_key_lines_without_repeating_them(line: str) -> None:
    with pytest.raises(Refused) as caught:
        note.decode_skey(line)
    assert caught.value.code == "note.skey"
    assert (caught.value.params, caught.value.__cause__) == ({}, None)
