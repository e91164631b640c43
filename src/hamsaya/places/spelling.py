"""One key for all the ways a place name is spelt in Latin, Persian and Urdu writing."""

import re
import unicodedata
from functools import lru_cache

_FOLD = str.maketrans(
    {
        "\u200c": " ", "\u200d": "", "\u0640": "",
        "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ہ": "ه", "ۀ": "ه", "ۂ": "ه", "ۃ": "ه", "ة": "ه", "ھ": "ه", "ە": "ه",
        "آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ء": "",
    }
)  # fmt: skip
_LOOSE = str.maketrans({"ٹ": "ت", "ڈ": "د", "ڑ": "ر", "ے": "ی", "ں": "ن"})
_APART = re.compile(r"[\W_]+")
_ADMIN_WORDS = {
    "استان", "صوبه", "شهرستان", "ضلع", "ایالت", "province", "district", "county", "of",
}  # fmt: skip


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """Return the search key: half-spaces, Arabic letters, vowel marks, accents and case are folded.

    Letters that Urdu has and Persian lacks stay apart: راولپندی and راولپنڈی are two spellings, each held as a name.
    """
    folded = unicodedata.normalize("NFKC", text).translate(_FOLD)
    plain = "".join(each for each in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(each))
    return _APART.sub(" ", plain.casefold()).strip()


def loose_key(text: str) -> str:
    """Return the key with the letters of Urdu alone folded too, and without words such as province or district."""
    words = [word for word in key(text).translate(_LOOSE).split() if word not in _ADMIN_WORDS]
    return "".join(words) or key(text)
