"""The line that a claim's answers come to, composed in three languages: what is known, what differs, what is open."""

from typing import Any

from hamsaya.core.compact import Compact
from hamsaya.core.fields import parse_instant
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES
from hamsaya.records.claim import Claim, joint_verdict


def compose(state: Claim, compact: Compact, party: str) -> dict[str, str]:
    """Return a proposal for the agreed line by language; a person reads and changes it before it is signed."""
    return {lang: _line(state, Reader.of(compact, party, lang)) for lang in LANGUAGES}


def _line(state: Claim, reader: Reader) -> str:
    parties = [reader.party_name(each.code) for each in reader.compact.parties]
    opening = reader.word("claims.line_open", one=parties[0], other=parties[1], title=reader.name(state.title))
    return " ".join([opening, *(_part(state, part, reader) for part in range(1, len(state.parts) + 1))])


def _part(state: Claim, part: int, reader: Reader) -> str:
    many = "many" if len(state.parts) > 1 else "one"
    number = reader.digits(part)
    given = state.answers.get(str(part), {})
    if joint_verdict(state, part):
        words = verdict_words(next(iter(given.values())), reader)
        return reader.word(f"claims.line_joint_{many}", part=number, verdict=words)
    one, other = (_said(each.code, given, reader) for each in reader.compact.parties)
    return reader.word(f"claims.line_apart_{many}", part=number, one=one, other=other)


def _said(party: str, given: dict[str, Any], reader: Reader) -> str:
    if party not in given:
        return reader.word("claims.line_silent", party=reader.party_name(party))
    return reader.word("claims.line_says", party=reader.party_name(party), says=verdict_words(given[party], reader))


def verdict_words(answer: dict[str, Any], reader: Reader) -> str:
    """Return an answer in the reader's words, with what of it is true or until when there is none."""
    words = reader.word(f"verdict_{answer['verdict']}")
    if answer.get("elements"):
        comma = reader.word("phrase.list_comma")
        return f"{words} ({f'{comma} '.join(reader.word(f'element_{each}') for each in answer['elements'])})"
    if answer.get("until"):
        return f"{words} {reader.moment(parse_instant(answer['until']))}"
    return words


def holding(state: Claim, party: str, compact: Compact, number: str) -> dict[str, str]:
    """Return a side's holding line in three languages; it does not repeat the claim."""
    readers = {lang: Reader.of(compact, party, lang) for lang in LANGUAGES}
    return {
        lang: reader.word(
            "sentence.holding_line", sender=reader.party_name(party), number=number,
            receiver=reader.name(compact.other(party).name), by=reader.bare(state.holds[party]["next"]),
        )
        for lang, reader in readers.items()
    }  # fmt: skip
