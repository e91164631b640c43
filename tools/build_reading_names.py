"""Build src/hamsaya/reading/data/given.txt.gz from the given names in Latin letters of PyPI's Faker (MIT).

Usage: python tools/build_reading_names.py WHEEL      (pip download --no-deps faker==40.63.0)

One name a line in small letters; the first line names the source. Left out: names that are also words of the reader's
tables, words that stand in small letters in the dev texts, large places, and `not_given` of names.toml.
"""

import ast
import gzip
import hashlib
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hamsaya.reading.lexicon import demonyms, gazetteer, load, verbs, words
from hamsaya.reading.runs import name_words

ROOT = Path(__file__).parents[1]
OUT = ROOT / "src/hamsaya/reading/data/given.txt.gz"
GOLD = ROOT / "tests/reading/gold/dev"
LATIN = re.compile(r"[a-zÀ-ɏḀ-ỿ][a-zÀ-ɏḀ-ỿ'’-]{3,}$")
SMALL = re.compile(r"(?<![\w'’-])[a-z][\w'’-]+")
LISTS = re.compile(r"first.*names|.*given.*names")
PROVIDERS = "faker/providers/person/"
LARGE = 2
MANY = 5  # a word that begins so many places of two words or more is no sure sign of a person


def listed(source: str) -> Iterator[str]:
    """Yield every string of the lists of given names in a provider's source; nothing of it is run."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(t, ast.Name) and LISTS.match(t.id) for t in targets):
                values = (c.value for c in ast.walk(node.value) if isinstance(c, ast.Constant))
                yield from (v for v in values if isinstance(v, str))


def blocked() -> set[str]:
    """Return the words that are no sure sign of a person."""
    known = name_words()
    small = {w for p in GOLD.glob("*.txt") for w in SMALL.findall(p.read_text(encoding="utf-8"))}
    places = {name.lower() for name, (_, weight) in gazetteer().items() if weight >= LARGE}
    begun = Counter(name.lower().split()[0] for name in gazetteer() if " " in name)
    places |= {word for word, count in begun.items() if count >= MANY}
    tables = known.titles | known.heads | known.institution | known.body | known.site | known.plain | known.calendar
    sides = {word.lower() for word in demonyms()}
    return small | places | tables | sides | set(verbs().base) | set(words(load("names")["not_given"]))


def main(argv: list[str]) -> None:
    """Read the wheel and write the list."""
    wheel = Path(argv[0])
    with zipfile.ZipFile(wheel) as archive:
        sources = [n for n in archive.namelist() if n.startswith(PROVIDERS) and n.endswith(".py")]
        names = {name.lower() for n in sources for name in listed(archive.read(n).decode("utf-8"))}
    kept = sorted(n for n in names - blocked() if LATIN.match(n))
    head = f"# {wheel.name}, MIT, sha256 {hashlib.sha256(wheel.read_bytes()).hexdigest()}"
    OUT.write_bytes(gzip.compress("\n".join((head, *kept, "")).encode(), mtime=0))
    print(f"{len(kept)} names, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
