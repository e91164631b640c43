"""Lists of names of people: lines one under the other, or names between commas, in Latin and in Arabic script.

In Arabic script nothing tells a name from another word but the names themselves, so common given names are listed; a
row of lines counts where most begin with one.
"""

import re

NAME = r"(?:[A-Z][a-z’'-]{2,})(?:[ ](?:al-|ul-)?[A-Z][a-z’'-]{2,}){1,3}"
NATIVE = r"[\u0620-\u06ff]{2,}(?:[ ][\u0620-\u06ff]{2,}){1,3}"
BULLET = r"^[ \t]*(?:[-*•]|\(?\d{1,3}[.)-])[ \t]*"
TAIL = r"[ \t]*(?:[,(–-][^\n]{0,40})?$"
LINE_NAME = re.compile(rf"{BULLET}(?:Mr\.?\s|Mrs\.?\s|Ms\.?\s|Haji\s)?(?P<name>{NAME}){TAIL}", re.MULTILINE)
LINE_NATIVE = re.compile(rf"{BULLET}(?P<name>{NATIVE})[ \t]*(?:[،,(-][^\n]{{0,40}})?$", re.MULTILINE)
BETWEEN = re.compile(
    rf"{NAME}(?:(?:,|;|[ ]and|,[ ]and)[ ]{NAME}){{2,}}|{NATIVE}(?:(?:،|؛|[ ](?:و|اور))[ ]{NATIVE}){{2,}}"
)
CUT = re.compile(r"[,;،؛]\s|\s(?:and|و|اور)\s")
LEAST = 3
OFFICES = re.compile(
    r"\b(?:Minister|Ambassador|General|President|Governor|Secretary|Commander|Spokes\w+"
    r"|Chief|Director|Deputy|Chair\w*|Commissioner|Council|Ministry|Border|Customs|Office"
    r"|Committee|Crossing|Market|Gate|Republic|Province|Agency|Centre|Center|University"
    r"|Police|Guard\w*|Army|Forces?|Road|Airport|Port|Bridge)\b"
)
_LATIN = (
    "ahmad ahmed ali hasan hassan husain hussain hossein karim rahim abdul abdullah muhammad mohammad"
    " mohammed mehdi reza yusuf yousef ibrahim ismail bilal noor nur fatima fatemeh maryam zainab zaynab"
    " khadija aisha sara omar umar usman imran naveed nadia jamil javed jawad kamal khalid majid mahmood"
    " mahmoud mustafa nasir nasser qasim rashid saeed salim salman shahid tariq waheed yasin zahid akbar"
    " amir anwar asad aziz dad gul haider hamid iqbal"
)
_NATIVE = (
    "احمد علی حسن حسین کریم رحیم عبدالله عبداللہ محمد مهدی مہدی رضا یوسف ابراهیم ابراہیم اسماعیل بلال نور"
    " فاطمه فاطمہ مریم زینب خدیجه خدیجہ عائشہ سارا عمر عثمان عمران نوید نادیہ جمیل جاوید جواد کمال خالد"
    " مجید محمود مصطفی مصطفیٰ ناصر قاسم راشد سعید سلیم سلمان شاہد طارق وحید یاسین زاہد زاهد اکبر امیر انور"
    " اسد عزیز داد گل حیدر حمید اقبال غلام شیر"
)
GIVEN = frozenset(f"{_LATIN} {_NATIVE}".split())


def name_lists(text: str) -> list[tuple[int, int]]:
    """Return where lists of three names or more begin and end."""
    return [*_rows(text, LINE_NAME, sure=True), *_rows(text, LINE_NATIVE, sure=False), *_between(text)]


def _is_given(name: str) -> bool:
    return name.split(maxsplit=1)[0].casefold() in GIVEN


def _rows(text: str, line: re.Pattern[str], *, sure: bool) -> list[tuple[int, int]]:
    """Return runs of such lines, none of which names an office; unless `sure`, most must begin with a given name."""
    rows = [m for m in line.finditer(text) if not OFFICES.search(m.group())]
    found, run = [], rows[:1]
    for row in [*rows[1:], None]:
        if row is not None and run and text[run[-1].end() : row.start()].strip() == "":
            run.append(row)
            continue
        given = sum(_is_given(each["name"]) for each in run)
        if len(run) >= LEAST and (sure or 2 * given > len(run)):
            found.append((run[0].start(), run[-1].end()))
        run = [row] if row is not None else []
    return found


def _between(text: str) -> list[tuple[int, int]]:
    """Return runs of names between commas of which most begin with a given name."""
    found = []
    for m in BETWEEN.finditer(text):
        names = [each for each in CUT.split(m.group()) if each.strip()]
        given = sum(_is_given(name) for name in names)
        if len(names) >= LEAST and 2 * given > len(names) and not OFFICES.search(m.group()):
            found.append(m.span())
    return found
