"""Likeness by rare character runs: the likest first, whatever the spelling; reports that nearly repeat another."""

from hamsaya.intake import concepts
from hamsaya.intake.like import build
from hamsaya.intake.near import bands, fingerprint, likeness
from hamsaya.intake.offices import skeleton

TEXTS = {
    "a": "Station liaison officers in Turbat and Zahedan at the earliest date",
    "b": "Bring the five remaining border markets into operation",
    "c": "بازارچه‌های مرزی باقی‌مانده فعال شوند",
    "d": "A dialogue to resolve the pending gas pipeline",
}


def asked(text: str) -> list[str]:
    return [name for name, _ in build(tuple(TEXTS), tuple(TEXTS.values())).ask(text)]


def test_the_likest_comes_first() -> None:
    assert asked("liason officers at Turbat")[0] == "a"
    assert asked("the gas pipe line dialog")[0] == "d"


def test_arabic_letters_of_either_keyboard_meet() -> None:
    assert asked("بازارچه هاي مرزي") == ["c"]


def test_the_same_words_are_wholly_alike() -> None:
    (first, *_) = build(tuple(TEXTS), tuple(TEXTS.values())).ask(TEXTS["b"])
    assert first == ("b", 1.0)


def test_nothing_is_like_nothing() -> None:
    assert build((), ()).ask("liaison") == []
    assert asked("") == []
    assert asked("xyz") == []


def test_terms_of_one_language_lead_to_the_others() -> None:
    assert "liaison officers" in concepts.others("استقرار افسران رابط در تربت")
    assert "border markets" in concepts.others("سرحدی منڈیاں کھولنا")


def test_near_texts_share_a_band_and_others_do_not() -> None:
    words = " ".join(f"word{n} of a long story about the border" for n in range(40))
    one, near, other = (
        fingerprint(words),
        fingerprint(words.replace("word7 ", "term7 ")),
        fingerprint("quite other " * 60),
    )
    assert set(bands(one)) & set(bands(near))
    assert not set(bands(one)) & set(bands(other))
    assert likeness(one, one) == 1.0
    assert likeness(one, near) > 0.8
    assert fingerprint("four words are few") == b""


def test_spellings_of_one_name_share_a_skeleton() -> None:
    assert skeleton("Ghoreishi") == skeleton("Qureishi") == "qrsh"
