"""The same vectors, read with none of our code: standard library, `cryptography`, `rfc8785`, and the specifications."""

import base64
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

HERE = Path(__file__).parent.parent / "vectors"
LEAVES = [sha256(b"\x00%d" % number).digest() for number in range(600)]


def load(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text())


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root(leaves: list[bytes]) -> bytes:
    """Return MTH of RFC 6962 section 2.1."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    middle = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root(leaves[:middle]), root(leaves[middle:]))


def path(index: int, leaves: list[bytes]) -> list[str]:
    """Return PATH of RFC 6962 section 2.1.1."""
    if len(leaves) == 1:
        return []
    middle = 1 << (len(leaves) - 1).bit_length() - 1
    if index < middle:
        return [*path(index, leaves[:middle]), root(leaves[middle:]).hex()]
    return [*path(index - middle, leaves[middle:]), root(leaves[:middle]).hex()]


def proof(old: int, leaves: list[bytes], *, whole: bool) -> list[str]:
    """Return SUBPROOF of RFC 6962 section 2.1.2."""
    if old == len(leaves):
        return [] if whole else [root(leaves).hex()]
    middle = 1 << (len(leaves) - 1).bit_length() - 1
    if old <= middle:
        return [*proof(old, leaves[:middle], whole=whole), root(leaves[middle:]).hex()]
    return [*proof(old - middle, leaves[middle:], whole=False), root(leaves[:middle]).hex()]


def public(vkey: str) -> tuple[str, bytes, Ed25519PublicKey]:
    """Return name, key id and key in a C2SP vkey, whose id is checked."""
    name, key_id, encoded = vkey.split("+", 2)
    raw = base64.b64decode(encoded)
    assert sha256(name.encode() + b"\n" + raw).hexdigest()[:8] == key_id
    return name, bytes.fromhex(key_id), Ed25519PublicKey.from_public_bytes(raw[1:])


def line_of(note: str, name: str, key_id: bytes) -> bytes:
    """Return the signature bytes of the line by that key."""
    lines = [each.split(" ") for each in note.split("\n\n")[1].splitlines()]
    found = [base64.b64decode(encoded) for _dash, other, encoded in lines if other == name]
    return next(each[4:] for each in found if each[:4] == key_id)


def test_canonical_is_rfc_8785() -> None:
    vectors = load("canonical")
    assert [rfc8785.dumps(each["value"]).hex() for each in vectors["good"]] == [each["hex"] for each in vectors["good"]]


@pytest.mark.parametrize("each", load("entry")["good"])
def test_an_entry_is_one_line_of_rfc_8785_under_its_leaf_hash(each: dict[str, str]) -> None:
    data = bytes.fromhex(each["hex"])
    assert rfc8785.dumps(json.loads(data)) == data
    assert sha256(b"\x00" + data).hexdigest() == each["leaf"]


def test_tree_is_rfc_6962() -> None:
    vectors = load("tree")
    assert {size: root(LEAVES[: int(size)]).hex() for size in vectors["roots"]} == vectors["roots"]
    for each in vectors["inclusion"]:
        assert path(each["index"], LEAVES[: each["size"]]) == each["path"]
    for each in vectors["consistency"]:
        assert proof(each["old"], LEAVES[: each["new"]], whole=True) == each["path"]


def test_tiles_are_concatenated_hashes() -> None:
    vectors = load("tree")
    level_one = [root(LEAVES[:256]), root(LEAVES[256:512])]
    assert vectors["tiles"] == {
        "tile/0/000": sha256(b"".join(LEAVES[:256])).hexdigest(),
        "tile/0/001": sha256(b"".join(LEAVES[256:512])).hexdigest(),
        "tile/0/002.p/88": sha256(b"".join(LEAVES[512:])).hexdigest(),
        "tile/1/000.p/2": sha256(b"".join(level_one)).hexdigest(),
    }


def test_notes_are_signed_as_c2sp_says() -> None:
    vectors = load("note")
    name, key_id, verifier = public(vectors["vkey"])
    assert Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vectors["seed"])).public_key() == verifier
    claimed = vectors["checkpoint"]
    text = f"{claimed['origin']}\n{claimed['size']}\n{base64.b64encode(bytes.fromhex(claimed['root'])).decode()}\n"
    assert claimed["note"].startswith(text + "\n")
    verifier.verify(line_of(claimed["note"], name, key_id), text.encode())
    witness, witness_id, cosigner = public(vectors["cosigned"]["vkey"])
    value = line_of(vectors["cosigned"]["note"], witness, witness_id)
    assert int.from_bytes(value[:8], "big") == vectors["cosigned"]["time"]
    cosigner.verify(value[8:], f"cosignature/v1\ntime {vectors['cosigned']['time']}\n{text}".encode())


def test_key_statements_are_signed_as_the_text_says() -> None:
    vectors = load("keys")
    flagged = {index for index, _ in vectors["flags"]}
    for each in vectors["entries"]:
        if each["index"] in flagged:
            continue
        body, act = each["value"]["body"], each["value"]["act"]
        bare = {field: value for field, value in body.items() if not field.startswith("by_")}
        statement = b"hamsaya key/1\n" + rfc8785.dumps({"act": act, "body": bare, "origin": vectors["origin"]})
        signers = {"by_root": vectors["root"], "by_new": body["key"], "by_old": body.get("old")}
        for field in body.keys() & signers.keys():
            public(signers[field])[2].verify(base64.b64decode(body[field]), statement)
