"""The published vectors, read by our own code. They are the protocol: a change here breaks every other node."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.vectors.make import FILES

from hamsaya.core import canonical, checkpoint, joint, merkle, note, tile
from hamsaya.core.ed25519 import COSIGNATURE, SigningKey
from hamsaya.core.entry import decode_entry, encode_entry, entry_from
from hamsaya.core.equivocation import verify_equivocation
from hamsaya.core.errors import Untrusted
from hamsaya.core.fingerprint import WORDS, fingerprint_words
from hamsaya.core.keys import KeyHistory
from hamsaya.core.merkle import Frontier
from hamsaya.core.package import grow, package_path, package_subtree
from hamsaya.core.salted import verify_blob

HERE = Path(__file__).parent.parent / "vectors"


def load(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text())


def refusal(parse: Any, *data: object) -> str:
    with pytest.raises(Untrusted) as caught:
        parse(*data)
    return caught.value.code


def unhex(path: list[str]) -> list[bytes]:
    return [bytes.fromhex(each) for each in path]


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_what_the_generator_writes(name: str) -> None:
    assert json.loads(json.dumps(FILES[name]())) == load(name)


def test_canonical() -> None:
    vectors = load("canonical")
    for each in vectors["good"]:
        data = bytes.fromhex(each["hex"])
        assert (canonical.encode(each["value"]), canonical.decode(data)) == (data, each["value"])
    for each in vectors["bad"]:
        assert refusal(canonical.decode, bytes.fromhex(each["hex"])) == each["code"]


def test_entry() -> None:
    vectors = load("entry")
    for each in vectors["good"]:
        data = bytes.fromhex(each["hex"])
        assert encode_entry(decode_entry(data)) == data
        assert merkle.leaf_hash(data).hex() == each["leaf"]
    for each in vectors["bad"]:
        assert refusal(entry_from, each["value"]) == each["code"]
    blob = vectors["blob"]
    verify_blob(blob["hash"], bytes.fromhex(blob["salt"]), bytes.fromhex(blob["data"]))


def test_tree() -> None:
    vectors = load("tree")
    leaves = [merkle.leaf_hash(b"%d" % number) for number in range(600)]
    tiles = tile.tiles_for_append(0, leaves, lambda _level, _index: b"")
    read_hash = tile.read_hash_from_tiles(lambda level, index: tiles[level, index])
    roots = {size: merkle.root_of(leaves[:size]) for size in range(601)}
    assert {size: roots[int(size)].hex() for size in vectors["roots"]} == vectors["roots"]
    for each in vectors["inclusion"]:
        path, size, index = unhex(each["path"]), each["size"], each["index"]
        merkle.verify_inclusion(leaves[index], index, size, path, roots[size])
        assert list(merkle.inclusion_path(index, size, read_hash)) == path
    for each in vectors["consistency"]:
        path, old, new = unhex(each["path"]), each["old"], each["new"]
        merkle.verify_consistency(old, roots[old], new, roots[new], path)
        assert merkle.fold_prefix(old, new, unhex(each["prefix"])) == (roots[old], roots[new])
        assert list(merkle.consistency_path(old, new, read_hash)) == path
    for each in vectors["packages"]:
        path, (start, end, size) = unhex(each["path"]), (each["start"], each["end"], each["size"])
        assert package_subtree(start, end, size) == each["subtree"]
        assert list(package_path(start, end, size, read_hash)) == path
        grown = grow(Frontier().extend(leaves[:start]), leaves[start:end], size, roots[size], path)
        assert grown.root() == roots[end]
    found = {tile.tile_path(*place, len(data) // 32): sha256(data).hexdigest() for place, data in tiles.items()}
    assert found == vectors["tiles"]
    for each in vectors["paths"]:
        assert tile.parse_tile_path(each["path"]) == tile.TileRef(each["level"], each["index"], each["width"])
    bundle = bytes.fromhex(vectors["bundle"]["hex"])
    assert list(tile.decode_bundle(bundle)) == unhex(vectors["bundle"]["entries"])


def test_note() -> None:
    vectors = load("note")
    signer = note.decode_skey(vectors["skey"])
    claimed = vectors["checkpoint"]
    assert signer == SigningKey(claimed["origin"], bytes.fromhex(vectors["seed"]))
    assert note.decode_vkey(vectors["vkey"]) == signer.verify_key
    assert " ".join(fingerprint_words(signer.verify_key)) == vectors["fingerprint"]
    assert list(WORDS) == vectors["fingerprint_words"]
    made = checkpoint.Checkpoint(claimed["origin"], claimed["size"], bytes.fromhex(claimed["root"]))
    assert checkpoint.sign_checkpoint(made, signer) == claimed["note"].encode()
    assert checkpoint.open_checkpoint(claimed["note"].encode(), [signer.verify_key]) == made
    cosigned = vectors["cosigned"]
    witness = note.decode_vkey(cosigned["vkey"], COSIGNATURE)
    assert checkpoint.verify_cosignature(cosigned["note"].encode(), witness) == cosigned["time"]
    for each in vectors["bad_notes"]:
        assert refusal(note.parse_note, bytes.fromhex(each["hex"])) == each["code"]
    for each in vectors["bad_checkpoints"]:
        assert refusal(checkpoint.parse_checkpoint, bytes.fromhex(each["hex"])) == each["code"]


def test_keys() -> None:
    vectors = load("keys")
    history = KeyHistory(vectors["origin"], note.decode_vkey(vectors["root"]))
    for each in vectors["entries"]:
        history = history.apply(each["index"], each["value"])
    assert [list(each) for each in history.flags] == vectors["flags"]
    for each in vectors["speak"]:
        for field in ("alone", "cosigned"):
            found = history.keys_at(each["size"], cosigned=field == "cosigned")
            assert [note.encode_vkey(key) for key in found] == each[field]


def test_equivocation() -> None:
    vectors = load("equivocation")
    vkeys = [note.decode_vkey(vectors["vkey"])]
    for each in vectors["good"]:
        found = verify_equivocation(each["file"].encode(), vkeys)
        assert [found.first.size, found.second.size] == each["sizes"]
    for each in vectors["bad"]:
        assert refusal(verify_equivocation, each["file"].encode(), vkeys) == each["code"]


def test_joint() -> None:
    vectors = load("joint")
    proposal = joint.Place(vectors["proposal"]["origin"], vectors["proposal"]["index"], merkle.EMPTY_ROOT)
    for each in vectors["cases"]:
        accepts = [joint.Accept(proposal, "b.example", index, seen) for index, seen in each["accepts"]]
        withdraws = [joint.Withdraw(proposal, "a.example", index) for index in each["withdraws"]]
        covered = dict(zip(("a.example", "b.example"), each["covered"], strict=True))
        assert (each["name"], joint.joint_state(proposal, accepts, withdraws, covered).status) == (
            each["name"],
            each["status"],
        )
