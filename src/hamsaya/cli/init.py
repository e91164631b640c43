"""`hamsaya init`: makes a node's home, its keys and its database, and takes part in a compact."""

import secrets
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hamsaya.cli.card import Card, write_card
from hamsaya.cli.command import Command, Result
from hamsaya.cli.home_file import write_home, write_text
from hamsaya.cli.open_node import migrate, set_home
from hamsaya.core.compact import Compact, load_compact
from hamsaya.core.ed25519 import SigningKey
from hamsaya.core.errors import Refused
from hamsaya.core.fingerprint import fingerprint_words
from hamsaya.core.keys import name_body
from hamsaya.core.note import encode_vkey


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--compact", required=True, metavar="FILE", help="the compact's file, the same at both nodes")
    parser.add_argument("--party", required=True, metavar="CODE", help="which of its two parties this node is")
    parser.add_argument("--listen", metavar="HOST:PORT", help="where officers' pages are served (127.0.0.1:8400)")
    parser.add_argument("--peer-listen", metavar="HOST:PORT", help="where the neighbour's door is (127.0.0.1:8440)")
    parser.add_argument("--address", metavar="URL", default="", help="how the neighbour reaches that door")
    parser.add_argument("--database", metavar="URL", help="sqlite, or postgresql://user@host/name")
    parser.add_argument("--root-key", metavar="FILE", help="the party's root key; made there if the file is missing")


def run(args: Namespace) -> Result:
    """Make the home."""
    source = _read(Path(args.compact))
    compact = load_compact(source)
    party = compact.party(args.party).code
    set_home(args)
    card, root_path = join_home(args, compact, source, party)
    words = " ".join(fingerprint_words(card.root_key))
    lines = [
        f"This node is {party} in {compact.id} ({compact.name['en']}).",
        f"Card for the neighbour: {_card_path(compact.id, party)}",
        f"Words of our root key, to be read over the telephone: {words}",
        f"Root key: {root_path} (move it off this machine: it is needed only when a key is lost)",
        "Next: hamsaya meet THEIR-CARD, hamsaya officer add NAME …, hamsaya serve",
    ]
    data = {"compact": compact.id, "party": party, "card": str(_card_path(compact.id, party)), "words": words}
    return Result({**data, "root": card.root, "root_key": str(root_path)}, lines)


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise Refused("path.missing", path=path)
    return path.read_bytes()


def join_home(args: Namespace, compact: Compact, source: bytes, party: str) -> tuple[Card, Path]:
    """Make what is missing of keys, settings and database, join the compact, and return the card.

    Broken off anywhere, it goes on when it is run again; Refused once the node has joined.
    """
    from hamsaya.node.home import Membership, read_home

    home = read_home(_home())
    changes = {name: value for name in ("listen", "peer_listen", "database") if (value := getattr(args, name))}
    if all(each.id != compact.id for each in home.compacts):
        home = replace(home, compacts=(*home.compacts, Membership(compact.id, party)))
    root, root_path = _root_key(args, home.keys, compact.id, party)
    node_key = _node_key(home.keys, compact.id, party)
    write_text(home.path / "compacts" / f"{compact.id}.toml", source)
    write_home(replace(home, **changes))
    _join(source, party, root, node_key)
    card = _card(args, home.keys, compact, party, root)
    write_text(_card_path(compact.id, party), write_card(card, root))
    return card, root_path


def _home() -> Path:
    from hamsaya import env

    if found := env.read_text("HOME"):
        return Path(found)
    from platformdirs import user_data_path

    return Path(user_data_path("hamsaya"))


def _card_path(compact: str, party: str) -> Path:
    return _home() / "cards" / f"{compact}.{party}.card"


def _root_key(args: Namespace, keys: Path, compact: str, party: str) -> tuple[SigningKey, Path]:
    from hamsaya.node.keyring import create_key, key_path, read_key

    path = Path(args.root_key).absolute() if args.root_key else key_path(keys, compact, "root")
    name = f"hamsaya/{compact}/{party}/root"
    return (read_key(path) if path.exists() else create_key(path, name)), path


def _node_key(keys: Path, compact: str, party: str) -> SigningKey:
    from hamsaya.node.keyring import create_key, key_path, read_key, write_private

    if not (keys / "django.secret").exists():
        write_private(keys / "django.secret", secrets.token_urlsafe(50) + "\n")
    path = key_path(keys, compact)
    return read_key(path) if path.exists() else create_key(path, f"hamsaya/{compact}/{party}")


def _card(args: Namespace, keys: Path, compact: Compact, party: str, root: SigningKey) -> Card:
    from hamsaya.exchange.bag.seal import make_bag_key
    from hamsaya.exchange.peer.certificate import make_certificate

    pin, recipient = make_certificate(keys), make_bag_key(keys)
    return Card(compact.id, compact.digest, party, encode_vkey(root.verify_key), pin, recipient, args.address)


def _join(source: bytes, party: str, root: SigningKey, node_key: SigningKey) -> None:
    import django

    django.setup()
    from hamsaya.node.join import join

    migrate()
    body = name_body(root, node_key.verify_key)
    join(source, party, root=root.verify_key, name_body=body, neighbour_root=None, now=datetime.now(UTC))


COMMAND = Command(
    name="init",
    does="make a node: its folder, keys and database, and its part in a compact",
    text=(
        "Both nodes start from the same compact file. Each makes its own keys; none leaves its machine. What the "
        "neighbour needs stands on a card, signed by the root key: hand it over in any way, then compare the "
        "twelve words over the telephone. Run it again with another compact to serve another neighbour from the "
        "same node."
    ),
    examples=(
        ("hamsaya init --compact irpk.toml --party IR --address https://203.0.113.5:8440", "a node for Iran"),
        (
            "hamsaya init --compact irpk.toml --party PK --root-key /media/usb/pk.root",
            "the root key on a medium of its own",
        ),
        (
            "hamsaya init --compact irpk.toml --party IR --database postgresql://hamsaya@localhost/hamsaya",
            "on PostgreSQL",
        ),
    ),
    run=run,
    arguments=arguments,
)
