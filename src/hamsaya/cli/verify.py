"""`hamsaya verify`: checks a folder, a bag, a proof or a fork proof, with `core` alone."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hamsaya.cli.check_logs import Checked, check_log, check_receipts, entry_values, find_logs, read_small
from hamsaya.cli.command import Command, Result
from hamsaya.cli.show_text import progress
from hamsaya.core.checkpoint import open_checkpoint, parse_checkpoint
from hamsaya.core.ed25519 import VerifyKey
from hamsaya.core.equivocation import MAX_PROOF, verify_equivocation
from hamsaya.core.errors import HamsayaError, Refused
from hamsaya.core.fingerprint import fingerprint_words
from hamsaya.core.note import decode_vkey, parse_note
from hamsaya.core.proof import HEADER, parse_proof, verify_proof
from hamsaya.core.proof import MAX_PROOF as MAX_ENTRY_PROOF
from hamsaya.core.tile import WIDTH


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "path", metavar="PATH", help="a folder of log files, a .tlog-proof, an .equivocation, a bag, or a log's head"
    )
    parser.add_argument(
        "--root",
        action="append",
        default=[],
        metavar="KEY",
        help="a party's root key: the line, or a file that holds it",
    )
    parser.add_argument(
        "--key", action="append", default=[], metavar="KEY", help="a node's key, for a proof: the line, or a file"
    )


def read_public_key(text: str) -> VerifyKey:
    """Return the key in a line, or in the file that the text names."""
    try:
        path = Path(text)
        return decode_vkey(path.read_text(encoding="ascii").strip() if path.is_file() else text.strip())
    except (HamsayaError, UnicodeDecodeError, OSError) as error:
        raise Refused("key.line", line=text[:80]) from error


def run(args: Namespace) -> Result:
    """Check what stands at the path."""
    path, roots, keys = Path(args.path), [*map(read_public_key, args.root)], [*map(read_public_key, args.key)]
    if path.is_dir():
        return verify_folder(path, roots)
    if not path.is_file():
        raise Refused("path.missing", path=path)
    with path.open("rb") as file:
        first = file.read(64)
    if first.startswith(HEADER):
        return verify_entry(path, keys)
    if first.startswith(b"{"):
        return verify_fork(path, keys)
    if first.startswith(b"hamsaya-bag/1 "):
        return verify_bag(path)
    if b"\n" in first:
        return verify_head(path, keys)
    raise Refused("verify.unknown", path=path)


def verify_head(path: Path, keys: Sequence[VerifyKey]) -> Result:
    """Check a log's signed head, as the code on a printed paper holds it."""
    text = read_small(path, MAX_ENTRY_PROOF)
    try:
        origin = parse_checkpoint(parse_note(text).text).origin
    except HamsayaError as error:
        raise Refused("verify.unknown", path=path) from error
    if not keys:
        raise Refused("verify.key-needed", origin=origin)
    head = open_checkpoint(text, keys)
    data = {"verified": True, "origin": head.origin, "size": head.size, "root": head.root.hex()}
    return Result(data, [f"{head.origin}: signed head of {head.size} entries; root {head.root.hex()}"])


def verify_folder(folder: Path, roots: Sequence[VerifyKey]) -> Result:
    """Check every log in a folder, and their receipts for each other."""
    checked = [_check(log, roots) for log in find_logs(folder)]
    found = [(log, check_receipts(log, [other for other in checked if other is not log])) for log in checked]
    lines = [line for log, receipts in found for line in _say(log, receipts)]
    return Result({"verified": True, "logs": [_data(log, receipts) for log, receipts in found]}, lines)


def _check(folder: Path, roots: Sequence[VerifyKey]) -> Checked:
    stated = parse_checkpoint(parse_note(read_small(folder / "checkpoint")).text)
    ours = [root for root in roots if root.name.startswith(f"{stated.origin}/")]
    if roots and not ours:
        raise Refused("verify.other-root", origin=stated.origin)
    packages = -(-stated.size // WIDTH)
    return check_log(folder, ours, progress(range(packages), packages, stated.origin, "bundle"))


def _data(log: Checked, receipts: dict[str, int]) -> dict[str, Any]:
    return {
        "origin": log.checkpoint.origin,
        "size": log.checkpoint.size,
        "root": log.checkpoint.root.hex(),
        "pinned": log.pinned,
        "tiles": log.tiles,
        "cosigned": {origin: _instant(at) for origin, at in receipts.items()},
    }


def _say(log: Checked, receipts: dict[str, int]) -> list[str]:
    stated = log.checkpoint
    lines = [f"{stated.origin}: {stated.size} entries, whole and in order; signed; root {stated.root.hex()}"]
    lines += [f"  cosigned by {origin} at {_instant(at)}" for origin, at in receipts.items()]
    if not log.pinned:
        words = " ".join(fingerprint_words(log.keys[-1])) if log.keys else "-"
        lines.append("  signed by the key that the log itself names; give --root to prove whose log it is")
        lines.append(f"  words of that key: {words}")
    return lines


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def verify_entry(path: Path, keys: Sequence[VerifyKey]) -> Result:
    """Check that an entry stands in a log."""
    text = read_small(path, MAX_ENTRY_PROOF)
    if not keys:
        raise Refused("verify.key-needed", origin=parse_checkpoint(parse_note(parse_proof(text).note).text).origin)
    proof, stated = verify_proof(text, keys)
    data = {"verified": True, "origin": stated.origin, "size": stated.size, "index": proof.index}
    line = f"{stated.origin}: entry {proof.index} stands in the log of {stated.size} entries, under its signed root"
    return Result({**data, "entry": entry_values(proof.entry)}, [line, proof.entry.decode()])


def verify_fork(path: Path, keys: Sequence[VerifyKey]) -> Result:
    """Check the proof that one log has signed two histories."""
    if not keys:
        raise Refused("verify.key-needed", origin="-")
    found = verify_equivocation(read_small(path, MAX_PROOF), keys)
    sizes = [found.first.size, found.second.size]
    line = f"{found.origin} has signed two histories, at {sizes[0]} and {sizes[1]} entries. Both cannot be true."
    return Result({"verified": True, "origin": found.origin, "forked": True, "sizes": sizes}, [line])


def verify_bag(path: Path) -> Result:
    """Check that every volume of a bag is there and whole; what is in it only its receiver can open."""
    from hamsaya.exchange.bag.volume import VolumeReader  # above core, and needed for bags alone

    volumes = volumes_beside(path)
    VolumeReader(volumes).close()
    names = [volume.name for volume in volumes]
    lines = [f"{name}: whole" for name in names]
    return Result(
        {"verified": True, "volumes": names},
        [*lines, "What is inside only the receiver can open, with 'hamsaya bag read'."],
    )


def volumes_beside(path: Path) -> list[Path]:
    """Return the volumes of the bag to which this one belongs: `name.001.bag`, `name.002.bag` and so on."""
    stem, number = path.stem, path.stem[-3:]
    if stem[-4:-3] != "." or not number.isdigit():
        return [path]
    return sorted(each for each in path.parent.glob(f"{stem[:-3]}*{path.suffix}") if each.stem[-3:].isdigit())


COMMAND = Command(
    name="verify",
    does="check a log, a bag or a proof without a node",
    text=(
        "Needs no node, no database and no network: it reads files and computes. A folder is one log or several, "
        "as 'hamsaya logs' writes them and as any mirror of the public part serves them. Without --root it proves "
        "that the log is whole and in order; with the party's root key also whose it is."
    ),
    examples=(
        ("hamsaya verify mirror/", "check the logs in a folder against each other"),
        ("hamsaya verify mirror/ --root IR.root --root PK.root", "and against the root keys exchanged at the ceremony"),
        ("hamsaya verify letter.tlog-proof --key IR.vkey", "check that one entry stands in a log"),
        ("hamsaya verify head.txt --key IR.vkey", "check the signed head that the code on a paper holds"),
        ("hamsaya verify fork.equivocation --key PK.vkey", "check that a log has signed two histories"),
    ),
    run=run,
    arguments=arguments,
)
