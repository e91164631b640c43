"""The card: what one node hands to the other at the ceremony, signed by its root key.

Who compares the twelve words of the root key over the telephone has compared all of it.
"""

from dataclasses import asdict, dataclass, fields

from hamsaya.core.ed25519 import SigningKey, VerifyKey
from hamsaya.core.errors import Untrusted
from hamsaya.core.note import decode_vkey, encode_vkey, open_note, parse_note, sign_note

FORM = "hamsaya-card/1"
MOST_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class Card:
    """A party's root key, the key its door shows, the recipient of bags, its address, and the compact meant."""

    compact: str
    digest: str
    party: str
    root: str
    tls: str
    bag: str
    address: str

    @property
    def root_key(self) -> VerifyKey:
        """Return the root key."""
        return decode_vkey(self.root)


def write_card(card: Card, root: SigningKey) -> bytes:
    """Return the card as a signed note."""
    lines = [FORM, *(f"{name} {value}" for name, value in asdict(card).items())]
    return sign_note(("\n".join(lines) + "\n").encode(), (root,))


def read_card(data: bytes) -> Card:
    """Return the card if the root key that it names has signed it; raises Untrusted."""
    if len(data) > MOST_BYTES:
        raise Untrusted("card.shape")
    try:
        lines = parse_note(data).text.decode("ascii").splitlines()
    except UnicodeDecodeError as error:
        raise Untrusted("card.shape") from error
    names = [each.name for each in fields(Card)]
    pairs = [line.partition(" ") for line in lines[1:]]
    if lines[:1] != [FORM] or [name for name, _, _ in pairs] != names:
        raise Untrusted("card.shape")
    card = Card(**{name: value for name, _, value in pairs})
    open_note(data, [card.root_key])
    return card


def vkey_line(key: VerifyKey) -> str:
    """Return a public key as one line."""
    return encode_vkey(key)
