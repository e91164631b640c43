"""Find what must not be stored or signed.

Identity numbers, phones, plates, passports, accounts, e-mail, homes, family lines, lists of names. Digits are folded
to 0-9 before matching (Persian, Arabic-Indic and Latin), one code point to one, so offsets are those of the text as
given. What cannot be seen (half-spaces between digits, marks of direction) and what only looks different (full-width
letters, other dashes) is folded away first. Rules follow the record safeguards: no record kind holds a private person.
"""

import re
from dataclasses import dataclass

from hamsaya.reading.namelist import name_lists

_WIDE = {0xFF01 + at: 0x21 + at for at in range(94)}
_ALIKE = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-") | dict.fromkeys(
    map(ord, "\u00a0\u2007\u2009\u200a\u202f\u3000"), " "
)
ALIKE: dict[int, int | str | None] = {
    **_WIDE,
    **_ALIKE,
    ord("٫"): ".",
    **str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789"),
}
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
SEP = r"(?:[ ]?[-./_][ ]?|[ ])"
NOT_WORD_BEFORE, NOT_WORD_AFTER = r"(?<![\w/.-])", r"(?![\w/-]|\.\d)"


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding: its kind (stable code), its characters and their text."""

    kind: str
    start: int
    end: int
    text: str


CNIC = re.compile(NOT_WORD_BEFORE + rf"[1-7](?:\d{{12}}|\d{{4}}{SEP}\d{{7}}{SEP}\d)" + NOT_WORD_AFTER)
NATIONAL_ID = re.compile(NOT_WORD_BEFORE + rf"\d{{3}}{SEP}?\d{{6}}{SEP}?\d" + NOT_WORD_AFTER)
NATIONAL_ID_WORD = re.compile(
    r"(?:کد\s?ملی|شماره\s?ملی|کدملی|national\s+(?:id|code|identity)|شناختی\s?کارڈ|cnic|nicop)", re.IGNORECASE
)
PASSPORT = re.compile(
    r"(?:passports?|گذرنامه|پاسپورت|پاسپورٹ)[^\n.]{0,28}?"
    + NOT_WORD_BEFORE
    + r"((?=[A-Z]{0,2}\s?\d)[A-Z]{1,2}\s?\d{7}|[A-Z]\d{8}|\d{8,9})"
    + NOT_WORD_AFTER,
    re.IGNORECASE,
)
PASSPORT_BARE = re.compile(NOT_WORD_BEFORE + r"[A-Z]{2}\d{7}" + NOT_WORD_AFTER)
PHONE = re.compile(
    NOT_WORD_BEFORE.replace("/.-", "/.")
    + r"(?:(?:\+|00)(?:98|92|93|90|964|968|971|974|966|91)[\s-]?\(?0?\)?[\s-]?\d(?:[\s-]?\d){7,10}"
    r"|(?:\+|00)\d{1,3}[\s-]\(?\d{1,4}\)?(?:[\s-]?\d){5,9}"
    r"|\(?0[39](?!\d?[./-]\d{1,2}[./-]\d{4}\b)(?:[\s./()-]{0,2}\d){9}|0\d{2,3}[\s-]\d{6,8}|\(0\d{2,3}\)\s?\d{6,8})"
    + NOT_WORD_AFTER
)
PHONE_WORD = re.compile(
    r"(?:\b(?:tel|phone|telephone|mobile|cell|whatsapp|fax|call)\b\.?:?|تلفن:?|موبایل:?"
    r"|همراه:?|فون(?:\s?نمبر)?:?|موبائل:?)\s*(?:no\.?|number|نمبر|شماره)?:?\s*(\+?\d[\d\s-]{5,14}\d)",
    re.IGNORECASE,
)
PLATE_IR = re.compile(
    NOT_WORD_BEFORE
    + r"(?:(?:ایران\s?\d{2}\s?-?\s?)?\d{2}\s?(?:[\u0621-\u06cc]|الف)\s?\d{3}(?:\s?-?\s?(?:ایران\s?)?\d{2})?"
    + r"|ایران\s?\d{2}\s?-?\s?\d{3}\s?(?:[\u0621-\u06cc]|الف)\s?\d{2})(?!\d)"
)
PLATE_PK = re.compile(NOT_WORD_BEFORE + r"[A-Z]{2,3}[- ](?:\d{2}[- ])?\d{3,4}" + NOT_WORD_AFTER)
PLATE_WORD = re.compile(
    r"(?:\b(?:plates?|registration|number[- ]plate|reg\.?|licen[cs]e)\b|پلاک|نمبر\s?پلیٹ|گاڑی\s?نمبر)[^\n.;]{0,24}$",
    re.IGNORECASE,
)
IBAN = re.compile(
    NOT_WORD_BEFORE + r"(?:[A-Z]{2}\d{2}(?:[\s-]?[A-Z0-9]{4}){3,7}(?:[\s-]?[A-Z0-9]{1,3})?)" + r"(?![A-Za-z0-9])"
)
CARD = re.compile(NOT_WORD_BEFORE + r"\d{4}[\s-]?\d{4}[\s-]?\d{4}[\s-]?\d{4}" + NOT_WORD_AFTER)
CARD_WORD = re.compile(r"(?:\bcards?\b|کارت|کارڈ)[^\n\d]{0,20}(\d{4}(?:[\s./-]?\d{4}){3})(?!\d)", re.IGNORECASE)
ACCOUNT_WORD = re.compile(
    r"(?:\b(?:account|a/c|acct)\b\.?|شماره\s?حساب|حساب\s?شماره|اکاؤنٹ|کھاتہ)\s*(?:no\.?"
    r"|number|نمبر|شماره)?\s*:?\s*(\d[\d\s-]{6,22}\d)",
    re.IGNORECASE,
)
EMAIL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|[\w.+-]+\s?(?:@|\[at\]|\(at\))\s?[\w-]+(?:\s?(?:\.|\[dot\]|\(dot\))\s?[\w-]+)*(?:\.|\[dot\]|\(dot\))\s?[a-z]{2,}",
    re.IGNORECASE,
)
COORDINATE = re.compile(
    r"(?<![\d.])[-+]?\d{1,3}\.(\d{3,})°?\s?[NS]?\s?[,;/، ]\s?[-+]?\d{1,3}\.(\d{3,})°?\s?[EW]?(?![\d])"
)
DMS = re.compile(
    r"\d{1,3}°\s?\d{1,2}['’′]\s?\d{1,2}(?:\.\d+)?[\"”″]?\s?[NS][,; ]+"
    r"\d{1,3}°\s?\d{1,2}['’′]\s?\d{1,2}(?:\.\d+)?[\"”″]?\s?[EW]"
)
HOME = re.compile(
    r"\b(?:house|flat|apartment|apt)\s*(?:no\.?|number|#)\s*[\w/-]*\d[\w/-]*(?:,?\s*(?:street"
    r"|st\.|lane|block|sector|road|mohalla|gali)[^\n,.;]{0,24})?"
    r"|\b\d{1,4}\s(?:[A-Z]\w+\s){1,2}(?:Street|Lane|Alley)\b|(?:خیابان|کوچه|گلی|محلہ)\s[^\n،,.۔]{2,30}[،,]?\s*(?:پلاک"
    r"|مکان\s?نمبر|گلی\s?نمبر)\s*\d+|(?:مکان\s?نمبر|گھر\s?نمبر)\s*[\w/-]*\d+",
    re.IGNORECASE,
)
FAMILY = re.compile(
    r"\b[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,3},?\s(?:S/O|D/O|W/O|s/o|d/o|w/o|son of|daughter "
    r"of|wife of|widow of|bin|ibn|bint|walad)\s(?:the late\s)?(?:Mr\.?\s)?[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,2}"
)
FAMILY_PUBLIC = re.compile(r"\b(?:bin|ibn|bint)\s")
_KIN = "فرزندِ|فرزند|ولدِ|ولد|بنتِ|بنت|زوجہ|همسر|دختر|پسر|ابن|بن"
_NOT_KIN = (
    "و|از|به|که|را|در|شد|شده|نشد|است|بود|بزرگ|کوچک|گیا|گئی|گئے|گئیں|سکا|سکے|سکتا|سکتی|سکتے|چکا|چکی|چکے|رہا|رہی|رہے|کر|جا"
    "|جائے|جاتا|جاتی|کے|کی|کا|سے|میں|پر"
)
"""Words that follow when the word before is none of kinship: "has become", "was not born", "the big boy"."""
FAMILY_NATIVE = re.compile(
    r"(?<!\w)(?!(?:او|این|آن|یک|وہ|یہ|ہاں)\s)"
    rf"(?:[\u0600-\u06ff]{{2,}}(?:[ ][\u0600-\u06ff]{{2,}}){{0,2}}|[A-Z][a-z]+)\s"
    rf"(?:{_KIN})\s(?!(?:{_NOT_KIN})(?!\w))(?:[\u0600-\u06ff]{{2,}}|[A-Z][a-z]+)"
)


def _cnic(text: str) -> list[Hit]:
    return [Hit("identity.cnic", m.start(), m.end(), m.group()) for m in CNIC.finditer(text)]


def iranian_id_is_valid(number: str) -> bool:
    """Check the tenth digit of an Iranian national id (weights 10 to 2, modulo 11)."""
    if len(number) != 10 or len(set(number)) == 1:
        return False
    rest = sum(int(d) * w for d, w in zip(number[:9], range(10, 1, -1), strict=True)) % 11
    return int(number[9]) == (rest if rest < 2 else 11 - rest)


def _national(text: str) -> list[Hit]:
    found = []
    for m in NATIONAL_ID.finditer(text):
        said = NATIONAL_ID_WORD.search(text[max(0, m.start() - 40) : m.start()])
        if said or iranian_id_is_valid(re.sub(r"\D", "", m.group())):
            found.append(Hit("identity.national", m.start(), m.end(), m.group()))
    return found


def _passports(text: str) -> list[Hit]:
    found = [Hit("identity.passport", m.start(1), m.end(1), m.group(1)) for m in PASSPORT.finditer(text)]
    return found + [Hit("identity.passport", m.start(), m.end(), m.group()) for m in PASSPORT_BARE.finditer(text)]


def _phones(text: str) -> list[Hit]:
    found = [Hit("contact.phone", m.start(), m.end(), m.group()) for m in PHONE.finditer(text)]
    return found + [
        Hit("contact.phone", m.start(1), m.end(1), m.group(1))
        for m in PHONE_WORD.finditer(text)
        if sum(c.isdigit() for c in m.group(1)) >= 7
    ]


def _plates(text: str) -> list[Hit]:
    found = [
        Hit("vehicle.plate", m.start(), m.end(), m.group())
        for m in PLATE_IR.finditer(text)
        if re.search("[\u0600-\u06ff]", m.group()) and not _counted(m.group())
    ]
    said = (m for m in PLATE_PK.finditer(text) if PLATE_WORD.search(text[max(0, m.start() - 40) : m.start()]))
    return found + [Hit("vehicle.plate", m.start(), m.end(), m.group()) for m in said]


def _counted(plate: str) -> bool:
    """Leave out "12 تا 300" and "20 از 100": counts and ranges, not plates."""
    return bool(re.search(r"\s(?:تا|از|و|در|به|سے|اور|کا|کی|کے|پر|یا)\s", plate))


def _accounts(text: str) -> list[Hit]:
    found = [
        Hit("account.iban", m.start(), m.end(), m.group()) for m in IBAN.finditer(text) if iban_is_valid(m.group())
    ]
    found += [
        Hit("account.card", m.start(), m.end(), m.group()) for m in CARD.finditer(text) if luhn_is_valid(m.group())
    ]
    found += [Hit("account.card", m.start(1), m.end(1), m.group(1)) for m in CARD_WORD.finditer(text)]
    return found + [Hit("account.number", m.start(1), m.end(1), m.group(1)) for m in ACCOUNT_WORD.finditer(text)]


def iban_is_valid(text: str) -> bool:
    """Check an IBAN's remainder (ISO 13616); Sheba numbers are the Iranian IBAN of 26 characters."""
    code = re.sub(r"[\s-]", "", text)
    if not 15 <= len(code) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in code[4:] + code[:4])) % 97 == 1


def luhn_is_valid(text: str) -> bool:
    """Check a payment card's last digit."""
    digits = [int(c) for c in text if c.isdigit()][::-1]
    return sum(digits[0::2]) % 10 == (-sum(sum(divmod(2 * d, 10)) for d in digits[1::2])) % 10


def _homes(text: str) -> list[Hit]:
    found = [Hit("home.coordinate", m.start(), m.end(), m.group()) for m in COORDINATE.finditer(text)]
    found += [Hit("home.coordinate", m.start(), m.end(), m.group()) for m in DMS.finditer(text)]
    return found + [Hit("home.address", m.start(), m.end(), m.group()) for m in HOME.finditer(text)]


def _families(text: str) -> list[Hit]:
    latin = [m for m in FAMILY.finditer(text) if not FAMILY_PUBLIC.search(m.group())]
    return [Hit("person.family", m.start(), m.end(), m.group()) for m in [*latin, *FAMILY_NATIVE.finditer(text)]]


def _lists(text: str) -> list[Hit]:
    return [Hit("person.list", start, end, text[start:end]) for start, end in name_lists(text)]


def seen_of(text: str) -> tuple[str, list[int]]:
    """Return a text as it is matched, and where each of its characters stands in the text as given."""
    if not UNSEEN.search(text):
        return text.translate(ALIKE), list(range(len(text)))
    places = [at for at, c in enumerate(text) if not UNSEEN.match(c)]
    return "".join(text[at] for at in places).translate(ALIKE), places


def screen(text: str) -> tuple[Hit, ...]:
    """Return what a text holds that may not be stored or signed, in order, overlaps left to the longest."""
    folded, places = seen_of(text)
    found = [Hit("contact.email", m.start(), m.end(), m.group()) for m in EMAIL.finditer(folded)]
    for rule in (_cnic, _national, _passports, _phones, _plates, _accounts, _homes, _families, _lists):
        found += rule(folded)
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda h: (h.start - h.end, h.start)):
        if not any(hit.start < k.end and k.start < hit.end for k in kept):
            kept.append(hit)
    return tuple(_in_place(hit, text, places) for hit in sorted(kept, key=lambda h: h.start))


def _in_place(hit: Hit, text: str, places: list[int]) -> Hit:
    """Return a finding with its characters as they stand in the text as given, spaces around them left out."""
    start, end = places[hit.start], places[hit.end - 1] + 1
    words = text[start:end].strip()
    start = text.index(words, start)
    return Hit(hit.kind, start, start + len(words), words)
