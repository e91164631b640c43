"""Fingerprint words: a public key as twelve short English words, to be read aloud and compared at a ceremony."""

from hashlib import sha256

from hamsaya.core.ed25519 import VerifyKey

COUNT = 12
_DOMAIN = b"hamsaya fingerprint/1\n"

WORDS = tuple(
    """
    acid acorn actor alarm album alley amber ankle apple april apron arrow aspen atlas attic autumn
    bacon badge bagel baker bamboo banjo barrel basil basket beach beard bench berry bike bishop blanket
    blossom bonus border bottle branch bread bridge bronze brush bubble bucket butter button cabin cactus camel
    candle canvas canyon carbon cargo carpet castle cedar cement cherry chess cinema circle citrus clay cliff
    clock cloud clover coat cobra coffee comet copper coral cotton cousin cradle crane crater crayon cricket
    crown crystal cube curtain cushion dairy dance desert diamond dinner doctor dolphin domino donkey dragon drum
    eagle east echo elbow elm ember engine envelope fabric falcon farmer feather fence fern ferry fiddle
    finger flag flame flint flute forest fork fossil fox frost fudge galaxy garden garlic giant ginger
    glacier glove goat granite grape gravel guitar hammer harbor harp hazel helmet heron hill honey horizon
    hotel igloo indigo insect iris island ivory jacket jaguar jelly jewel judge jungle kayak kettle kitten
    ladder lagoon lantern lemon library lily linen lion lizard lobster lotus magnet mango maple marble market
    meadow melon metal mirror monkey morning mosaic motor muffin museum napkin needle nephew noodle north
    novel nutmeg oasis ocean olive onion opera orange orbit orchid otter oven owl oxygen paddle palace
    panda paper parrot pearl pebble pencil pepper piano pigeon pillow pilot planet plum pocket polar pond
    poplar potato prism pumpkin puzzle pyramid quartz quilt rabbit radio rainbow raven ribbon river rocket saddle
    sailor salad salmon sandal scarf seal shadow silver spider spring tiger tower trumpet tulip turtle violin
    walnut
    """.split()  # noqa: SIM905  # a list of 256 quoted words is 256 lines
)


def fingerprint_words(key: VerifyKey) -> tuple[str, ...]:
    """Return twelve words, 96 bits of SHA-256 over the key's name and bytes."""
    digest = sha256(_DOMAIN + key.name.encode() + b"\n" + key.raw).digest()
    return tuple(WORDS[byte] for byte in digest[:COUNT])
