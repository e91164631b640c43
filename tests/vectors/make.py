"""Write the vectors anew: `python -m tests.vectors.make`. The tests read the files and never call this."""

import base64
import json
from hashlib import sha256
from pathlib import Path

from tests.core.writer import Log, key, letter

from hamsaya.core import canonical, checkpoint, merkle, note, tile
from hamsaya.core.ed25519 import COSIGNATURE
from hamsaya.core.entry import encode_entry
from hamsaya.core.equivocation import build_equivocation
from hamsaya.core.errors import HamsayaError
from hamsaya.core.fingerprint import WORDS, fingerprint_words
from hamsaya.core.keys import name_body, revoke_body, rotate_body
from hamsaya.core.package import package_path, package_subtree
from hamsaya.core.salted import salted_hash

HERE = Path(__file__).parent
ORIGIN = "hamsaya.example/ir-pk/ir"


def code_of(parse: object, data: bytes | str) -> str:
    """Return the code with which `parse` refuses `data`."""
    try:
        parse(data)  # type: ignore[operator]  # one of the parsers
    except HamsayaError as error:
        return error.code
    raise AssertionError(data)


def canonical_vectors() -> dict[str, object]:
    """Values with their one form, and spellings that are refused."""
    good: list[object] = [
        None,
        [True, False],
        9007199254740991,
        -9007199254740991,
        "",
        "سلام همسایه",
        "ہمسایہ، السلام علیکم۔",
        "می‌رود",
        '\b\t\n\f\r\x00\x1f\x7f"\\/\u2028',
        "😀",
        {"b": 1, "a": {"": [], "A": {}, "aa": None}},
    ]
    numbers = [b"1.0", b"1e2", b"-0", b"01", b"NaN", b"9007199254740992"]
    spellings = [b" 1", b"1\n", b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'"\\u0041"', b'"\\u001F"']
    texts = [b'"\\ud800"', b'"\xed\xa0\x80"', b'"\xff"', b"\xef\xbb\xbf1", '{"é":1}'.encode(), '"e\u0301"'.encode()]
    bad = [*numbers, *spellings, *texts, b"[" * 33 + b"]" * 33]
    return {
        "good": [{"value": each, "hex": canonical.encode(each).hex()} for each in good],
        "bad": [{"hex": each.hex(), "code": code_of(canonical.decode, each)} for each in bad],
    }


def entry_vectors() -> dict[str, object]:
    """One entry, its leaf hash, and fields that are refused."""
    data = encode_entry(letter())
    value = json.loads(data)
    wrong: dict[str, object] = {
        "v": 2,
        "kind": "letter",
        "act": "Send",
        "record": "ir/x",
        "post": "",
        "at": "2026-02-30T00:00:00Z",
        "seen": {"size": 0},
        "audience": "",
        "use": "a b",
        "body": [],
        "files": [{"hash": "00"}],
    }
    blob = {"salt": bytes(range(32)).hex(), "data": b"a file".hex(), "hash": salted_hash(bytes(range(32)), b"a file")}
    return {
        "good": [{"hex": data.hex(), "leaf": merkle.leaf_hash(data).hex()}],
        "bad": [{"value": value | {name: each}, "code": f"entry.{name}.wrong"} for name, each in wrong.items()],
        "blob": blob,
    }


def tree_vectors() -> dict[str, object]:
    """A log of 600 short entries: roots, paths, packages, tiles and bundles."""
    entries = [b"%d" % number for number in range(600)]
    log = Log(named=False)
    log.append(*entries)
    sizes = [0, 1, 2, 3, 7, 8, 255, 256, 257, 512, 600]

    def hexed(path: tuple[bytes, ...]) -> list[str]:
        return [each.hex() for each in path]

    pairs = [(index, size) for size in (1, 2, 7, 256, 600) for index in {0, 1, size // 2, size - 1} if index < size]
    prefixes = [(old, new) for new in (1, 7, 8, 600) for old in {1, 3, 4, 6, 256, 300, new} if old <= new]
    packages = [
        (0, 256, 600),
        (256, 512, 600),
        (300, 512, 600),
        (512, 600, 600),
        (520, 600, 600),
        (7, 8, 600),
        (4, 8, 600),
    ]
    return {
        "entries": "the decimal numbers 0 to 599 in ASCII",
        "roots": {str(size): log.root_at(size).hex() for size in sizes},
        "inclusion": [
            {"index": index, "size": size, "path": hexed(merkle.inclusion_path(index, size, log.read_hash))}
            for index, size in sorted(pairs)
        ],
        "consistency": [
            {
                "old": old,
                "new": new,
                "path": hexed(merkle.consistency_path(old, new, log.read_hash)),
                "prefix": hexed(merkle.prefix_path(old, new, log.read_hash)),
            }
            for old, new in sorted(prefixes)
        ],
        "packages": [
            {
                "start": start,
                "end": end,
                "size": size,
                "subtree": package_subtree(start, end, size),
                "path": hexed(package_path(start, end, size, log.read_hash)),
            }
            for start, end, size in packages
        ],
        "tiles": {
            tile.tile_path(level, index, len(data) // 32): sha256(data).hexdigest()
            for (level, index), data in log.tiles.items()
        },
        "paths": [
            {"level": level, "index": index, "width": width, "path": tile.tile_path(level, index, width)}
            for level, index, width in [(0, 0, 256), (0, 1234067, 7), (1, 1000, 255), (63, 999, 1), (None, 70000, 112)]
        ],
        "bundle": {"entries": [each.hex() for each in entries[:3]], "hex": tile.encode_bundle(entries[:3]).hex()},
    }


def note_vectors() -> dict[str, object]:
    """Keys as lines, a checkpoint with its cosignature, and notes that are refused."""
    log, witness = Log(ORIGIN).fill(10), key("hamsaya.example/ir-pk/pk", "node 1")
    plain = log.note()
    cosigned = checkpoint.add_line(plain, checkpoint.cosign(plain, witness, 1_700_000_000))
    line = plain.splitlines(keepends=True)[-1]
    bad_notes = [
        b"",
        plain[:-1],
        plain.replace(b"\n\n", b"\n"),
        plain.replace(b"\n", b"\r\n"),
        plain + b"\n",
        plain + line * 16,
        plain.replace("— ".encode(), b"- "),
        plain.replace(b"=\n", b"\n"),
        b"\xff" + plain,
    ]
    text = note.parse_note(plain).text
    bad_texts = [
        text + b"extension\n",
        text.replace(b"\n10\n", b"\n010\n"),
        text.replace(b"\n10\n", b"\n0\n"),
        text.replace(b"\n10\n", b"\n9223372036854775808\n"),
        text.replace(b"=\n", b"\n"),
        text[:-1],
    ]
    return {
        "seed": log.node.seed.hex(),
        "skey": note.encode_skey(log.node),
        "vkey": note.encode_vkey(log.node.verify_key),
        "fingerprint": " ".join(fingerprint_words(log.node.verify_key)),
        "fingerprint_words": list(WORDS),
        "checkpoint": {"origin": log.origin, "size": 10, "root": log.root_at(10).hex(), "note": plain.decode()},
        "cosigned": {
            "vkey": note.encode_vkey(witness.verify_key, COSIGNATURE),
            "time": 1_700_000_000,
            "note": cosigned.decode(),
        },
        "bad_notes": [{"hex": each.hex(), "code": code_of(note.parse_note, each)} for each in bad_notes],
        "bad_checkpoints": [
            {"hex": each.hex(), "code": code_of(checkpoint.parse_checkpoint, each)} for each in bad_texts
        ],
    }


def key_vectors() -> dict[str, object]:
    """A log's key entries over a handover, a theft and a new beginning, and who speaks at which size."""
    log = Log(ORIGIN, named=False)
    one, two, three, thief = (key(ORIGIN, label) for label in ("1", "2", "3", "thief"))
    steps = [
        (0, "name", name_body(log.root, one.verify_key)),
        (3, "name", name_body(thief, thief.verify_key)),
        (10, "rotate", rotate_body(one, two)),
        (12, "rotate", rotate_body(one, thief)),
        (30, "rotate", rotate_body(two, thief)),
        (40, "revoke", revoke_body(log.root, two.verify_key, 25)),
        (41, "name", name_body(log.root, three.verify_key)),
        (42, "name", name_body(log.root, one.verify_key)),
    ]
    history = log.keys()
    for index, act, body in steps:
        history = history.apply(index, {"kind": "key/1", "act": act, "body": body})

    def speak(size: int, *, cosigned: bool) -> list[str]:
        return [note.encode_vkey(each) for each in history.keys_at(size, cosigned=cosigned)]

    return {
        "origin": ORIGIN,
        "root": note.encode_vkey(log.root.verify_key),
        "entries": [
            {"index": index, "value": {"kind": "key/1", "act": act, "body": body}} for index, act, body in steps
        ],
        "flags": [list(each) for each in history.flags],
        "speak": [
            {"size": size, "alone": speak(size, cosigned=False), "cosigned": speak(size, cosigned=True)}
            for size in (0, 1, 10, 11, 12, 25, 26, 31, 32, 40, 41, 42, 43, 1000)
        ],
    }


def equivocation_vectors() -> dict[str, object]:
    """Proofs of a fork, and files that prove nothing."""
    one, other = Log(ORIGIN).fill(20, "one"), Log(ORIGIN).fill(20, "another")
    keys = [one.node.verify_key]
    same = build_equivocation(one.note(7), other.note(7), vkeys=keys)
    longer = build_equivocation(one.note(7), other.note(20), other.prefix(7, 20), vkeys=keys)
    value = json.loads(longer)
    honest = value | {"first": base64.b64encode(other.note(7)).decode()}
    cut = value | {"path": value["path"][:-1]}
    false = value | {"path": ["00" * 32, *value["path"][1:]]}
    return {
        "vkey": note.encode_vkey(keys[0]),
        "good": [{"file": each.decode(), "sizes": sizes} for each, sizes in ((same, [7, 7]), (longer, [7, 20]))],
        "bad": [
            {"file": canonical.encode(each).decode(), "code": code}
            for each, code in ((honest, "equivocation.none"), (cut, "merkle.path-length"), (false, "equivocation.path"))
        ],
    }


def joint_vectors() -> dict[str, object]:
    """Proposals with acts about them, and what both sides compute."""
    cases: list[tuple[str, list[list[int]], list[int], list[int], str]] = [
        ("nothing yet", [], [], [9, 9], "proposed"),
        ("accepted, not covered", [[3, 6]], [], [6, 3], "accepted"),
        ("in force", [[3, 6]], [], [6, 4], "in-force"),
        ("had not seen the proposal", [[3, 5]], [], [9, 9], "proposed"),
        ("withdrawn", [], [8], [9, 9], "withdrawn"),
        ("crossing in transit", [[3, 8]], [8], [9, 9], "in-force"),
        ("accepted after seeing the withdrawal", [[3, 9]], [8], [9, 9], "withdrawn"),
        ("accepted twice", [[5, 9], [3, 6]], [8], [9, 9], "in-force"),
    ]
    return {
        "proposal": {"origin": "a.example", "index": 5},
        "cases": [
            {"name": name, "accepts": accepts, "withdraws": withdraws, "covered": covered, "status": status}
            for name, accepts, withdraws, covered, status in cases
        ],
        "accepts": "[index in b.example, size of a.example seen]",
        "withdraws": "index in a.example",
        "covered": "[size of a.example, size of b.example] that owner signed and neighbour cosigned",
    }


FILES = {
    "canonical": canonical_vectors,
    "entry": entry_vectors,
    "tree": tree_vectors,
    "note": note_vectors,
    "keys": key_vectors,
    "equivocation": equivocation_vectors,
    "joint": joint_vectors,
}


def main() -> None:
    """Write every file."""
    for name, make in FILES.items():
        text = json.dumps(make(), ensure_ascii=False, indent=1)
        (HERE / f"{name}.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
