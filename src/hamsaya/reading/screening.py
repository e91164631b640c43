"""Find what must not be stored or signed.

Identity numbers, phones, plates, passports, accounts, e-mail, homes, family lines, lists of names. Digits are folded
to 0-9 before matching (Persian, Arabic-Indic and Latin), one code point to one, so offsets are those of the text as
given. Rules follow the record safeguards: no record kind holds a private person.
"""

import re
from dataclasses import dataclass

DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
NOT_WORD_BEFORE, NOT_WORD_AFTER = r"(?<![\w/.-])", r"(?![\w/-]|\.\d)"


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding: its kind (stable code), its characters and their text."""

    kind: str
    start: int
    end: int
    text: str


CNIC = re.compile(NOT_WORD_BEFORE + r"\d{5}[-–‐ ]?\d{7}[-–‐ ]?\d" + NOT_WORD_AFTER)
NATIONAL_ID = re.compile(NOT_WORD_BEFORE + r"\d{3}-?\d{6}-?\d" + NOT_WORD_AFTER)
NATIONAL_ID_WORD = re.compile(
    r"(?:کد\s?ملی|شماره\s?ملی|کدملی|national\s+(?:id|code|identity)|شناختی\s?کارڈ|cnic|nicop)", re.IGNORECASE
)
PASSPORT = re.compile(
    r"(?:passports?|گذرنامه|پاسپورت|پاسپورٹ)[^\n.]{0,28}?"
    + NOT_WORD_BEFORE
    + r"((?=[A-Z]*\d)[A-Z]{1,2}\s?\d{7}|[A-Z]\d{8}|\d{8,9})"
    + NOT_WORD_AFTER,
    re.IGNORECASE,
)
PASSPORT_BARE = re.compile(NOT_WORD_BEFORE + r"[A-Z]{2}\d{7}" + NOT_WORD_AFTER)
PHONE = re.compile(
    NOT_WORD_BEFORE.replace("/.-", "/.")
    + r"(?:(?:\+|00)(?:98|92|93|90|964|968|971|974|966|91)[\s-]?\(?0?\)?[\s-]?\d(?:[\s-]?\d){7,10}"
    r"|(?:\+|00)\d{1,3}[\s-]\(?\d{1,4}\)?(?:[\s-]?\d){5,9}"
    r"|09\d{2}[\s-]?\d{3}[\s-]?\d{4}|03\d{2}[\s-]?\d{7}|0\d{2,3}[\s-]\d{6,8}|\(0\d{2,3}\)\s?\d{6,8})" + NOT_WORD_AFTER
)
PHONE_WORD = re.compile(
    r"(?:\b(?:tel|phone|telephone|mobile|cell|whatsapp|fax|call)\b\.?:?|تلفن:?|موبایل:?"
    r"|همراه:?|فون(?:\s?نمبر)?:?|موبائل:?)\s*(?:no\.?|number|نمبر|شماره)?:?\s*(\+?\d[\d\s-]{5,14}\d)",
    re.IGNORECASE,
)
PLATE_IR = re.compile(
    NOT_WORD_BEFORE
    + r"(?:ایران\s?\d{2}\s?[-–]?\s?)?\d{2}\s?[\u0621-\u06cc]{1,3}\s?\d{3}(?:\s?[-–]?\s?(?:ایران\s?)?\d{2})?(?!\d)"
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
ACCOUNT_WORD = re.compile(
    r"(?:\b(?:account|a/c|acct)\b\.?|شماره\s?حساب|حساب\s?شماره|اکاؤنٹ|کھاتہ)\s*(?:no\.?"
    r"|number|نمبر|شماره)?\s*:?\s*(\d[\d\s-]{6,22}\d)",
    re.IGNORECASE,
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
COORDINATE = re.compile(
    r"(?<![\d.])[-+]?\d{1,3}\.(\d{3,})°?\s?[NS]?\s?[,;/ ]\s?[-+]?\d{1,3}\.(\d{3,})°?\s?[EW]?(?![\d])"
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
FAMILY_NATIVE = re.compile(
    r"[\u0600-\u06ff]{2,}(?:[ \u200c][\u0600-\u06ff]{2,}){0,2}\s(?:فرزندِ|فرزند|ولدِ|ولد"
    r"|بنتِ|بنت|زوجہ|همسر|دختر|پسر|بن)\s(?!و\s|از\s|به\s|که\s)[\u0600-\u06ff]{2,}"
)
NAME = r"(?:[A-Z][a-z’'-]{2,})(?:\s(?:al-|ul-)?[A-Z][a-z’'-]{2,}){1,3}"
LINE_NAME = re.compile(
    rf"^\s*(?:[-*•]|\(?\d{{1,3}}[.)])\s*(?:Mr\.?\s|Mrs\.?\s|Ms\.?\s|Haji\s)?{NAME}\s*(?:[,(–-][^\n]{{0,40}})?$",
    re.MULTILINE,
)
OFFICES = re.compile(
    r"\b(?:Minister|Ambassador|General|President|Governor|Secretary|Commander|Spokes\w+"
    r"|Chief|Director|Deputy|Chair\w*|Commissioner|Council|Ministry|Border|Customs|Office"
    r"|Committee|Crossing|Market|Gate|Republic|Province|Agency|Centre|Center|University"
    r"|Police|Guard\w*|Army|Forces?|Road|Airport|Port|Bridge)\b"
)


def _cnic(text: str) -> list[Hit]:
    return [
        Hit("identity.cnic", m.start(), m.end(), m.group())
        for m in CNIC.finditer(text)
        if m.group()[0] in "1234567" and _grouped(m.group())
    ]


def _grouped(number: str) -> bool:
    """A CNIC is written in one run of 13 digits or as 5-7-1; other cuts are something else."""
    return len(re.sub(r"\d", "", number)) in (0, 2)


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
    """Three or more lines in a row that hold a name and no office are a list of names."""
    rows = [m for m in LINE_NAME.finditer(text) if not OFFICES.search(m.group())]
    found, run = [], rows[:1]
    for row in [*rows[1:], None]:
        if row is not None and run and text[run[-1].end() : row.start()].strip() == "":
            run.append(row)
            continue
        if len(run) >= 3:
            found.append(Hit("person.list", run[0].start(), run[-1].end(), text[run[0].start() : run[-1].end()]))
        run = [row] if row is not None else []
    return found


def screen(text: str) -> tuple[Hit, ...]:
    """Return what a text holds that may not be stored or signed, in order, overlaps left to the longest."""
    folded = text.translate(DIGITS)
    found = [Hit("contact.email", m.start(), m.end(), m.group()) for m in EMAIL.finditer(folded)]
    for rule in (_cnic, _national, _passports, _phones, _plates, _accounts, _homes, _families, _lists):
        found += rule(folded)
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda h: (h.start - h.end, h.start)):
        if not any(hit.start < k.end and k.start < hit.end for k in kept):
            words = text[hit.start : hit.end].strip()
            start = text.index(words, hit.start)
            kept.append(Hit(hit.kind, start, start + len(words), words))
    return tuple(sorted(kept, key=lambda h: h.start))
