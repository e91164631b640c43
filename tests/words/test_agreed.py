"""With all free text removed, every act of every kind reads as the agreed text says, in three languages."""

import tomllib

from tests.words.agreed import AGREED, sentences


def test_every_act_reads_as_agreed() -> None:
    """After a change on purpose: read the new sentences, then run `python -m tests.words.agreed`."""
    assert sentences() == tomllib.loads(AGREED.read_text(encoding="utf-8"))


def test_no_two_acts_of_a_kind_read_the_same() -> None:
    said: dict[tuple[str, str, str], str] = {}
    for name, texts in sentences().items():
        kind = name.partition(".")[0]
        for lang, text in texts.items():
            assert said.setdefault((kind, lang, text), name) == name
