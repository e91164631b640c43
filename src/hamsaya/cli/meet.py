"""`hamsaya meet`: takes the neighbour's card, once the words of its root key have been compared."""

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from hamsaya.cli.card import Card, read_card
from hamsaya.cli.command import Command, Result
from hamsaya.cli.home_file import write_home
from hamsaya.cli.open_node import open_node
from hamsaya.core.errors import Refused
from hamsaya.core.fingerprint import fingerprint_words


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("card", metavar="CARD", help="the neighbour's card")
    parser.add_argument(
        "--words", metavar="WORDS", help="the twelve words as the neighbour reads them; asked for otherwise"
    )
    parser.add_argument("--address", metavar="URL", help="reach the neighbour here instead of at the card's address")


def run(args: Namespace) -> Result:
    """Compare the words and keep the card."""
    path = Path(args.card)
    if not path.is_file():
        raise Refused("path.missing", path=path)
    card = read_card(path.read_bytes())
    words = " ".join(fingerprint_words(card.root_key))
    heard = args.words if args.words is not None else _ask(card)
    if heard.lower().split() != words.split():
        raise Refused("card.words-differ", party=card.party)
    open_node(args)
    keep_card(card, args.address or card.address)
    return Result({"met": card.party, "compact": card.compact, "words": words}, [f"{card.party} is met: {words}"])


def _ask(card: Card) -> str:
    if not sys.stdin.isatty():
        raise Refused("card.words-needed", party=card.party)
    print(f"Telephone {card.party} and write down the twelve words that they read from their own screen:")
    return input("> ")


def keep_card(card: Card, address: str) -> None:
    """Enter the neighbour's keys and address; Refused where the compact differs or another root stands there."""
    from django.conf import settings

    from hamsaya.core.compact import load_compact
    from hamsaya.node.join import set_root

    home = settings.HAMSAYA_NODE
    member = home.membership(card.compact)
    ours = load_compact(home.compact_source(card.compact))
    if ours.digest != card.digest:
        raise Refused("card.other-compact", compact=card.compact)
    if card.party != ours.other(member.party).code:
        raise Refused("card.own", party=card.party)
    if card.root_key.name != f"hamsaya/{card.compact}/{card.party}/root":
        raise Refused("card.root-name", name=card.root_key.name)
    set_root(card.compact, card.party, card.root_key)
    met = replace(
        member, neighbour=address, neighbour_tls=card.tls, neighbour_root=card.root, neighbour_bag=card.bag
    )  # fmt: skip
    write_home(replace(home, compacts=tuple(met if each is member else each for each in home.compacts)))


COMMAND = Command(
    name="meet",
    does="take the neighbour's card after comparing twelve words",
    text=(
        "The card holds the neighbour's root key, the key of its door and the recipient of its bags, all signed "
        "by the root key. The words are that key's fingerprint: they must be heard from the neighbour on another "
        "road than the card came by. Nothing is taken from a neighbour that has not been met."
    ),
    examples=(
        ("hamsaya meet irpk.PK.card", "show where to telephone, ask for the words, and take the card"),
        ("hamsaya meet irpk.PK.card --address https://198.51.100.7:8440", "the neighbour's door is elsewhere"),
    ),
    run=run,
    arguments=arguments,
)
