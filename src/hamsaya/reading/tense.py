"""The shapes of dates and the signs of tense around them."""

import re
from functools import lru_cache

from hamsaya.reading.lexicon import load

FUTURE = re.compile(
    r"\b(?:will|shall|would|to be|is to|are to|was to|were to|going to|due|scheduled|set "
    r"to|next|by|until|upcoming|planned|plans?|no later than|from|before|expected|deadline"
    r"|agreed to|decided to|pledged to|promised to|undertakes? to|propose\w*|invite\w*)\b",
    re.IGNORECASE,
)


TENSE = re.compile(
    r"(?P<ahead>\b(?:will|shall|would|is to|are to|was to|were to|due|scheduled|slated|going "
    r"to|to be|plans? to|next|upcoming|agreed to|decided to|pledged to|promised to"
    r"|undert\w+ to|set for|by(?= (?:the end of )?(?:\w+)?$)|until|invite\w*)\b)|(?P<gone>\b(?:was"
    r"|were|had|has|have|since|met|held|said|told|spoke|shot|found|\w{3,}ed|ago|took|came"
    r"|left|went|began|gave|made)\b)"
)


@lru_cache(maxsize=1)
def month_numbers() -> dict[str, int]:
    table = load("dates")
    found = {name: number for number, name in enumerate(table["months"].split(), 1)}
    found |= {name[:3]: number for name, number in found.items()}
    return found | {"sept": 9}


@lru_cache(maxsize=1)
def weekday_names() -> list[str]:
    return str(load("dates")["weekdays"]).split()


@lru_cache(maxsize=1)
def number_words() -> dict[str, int]:
    return {w: n for n, w in enumerate(str(load("dates")["numbers"]).split(), 1)}


MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?|JANUARY"
    r"|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
)


DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"


WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)"


PART = r"(?:\s(?:morning|afternoon|evening|night|noon|midday|dawn))?"


YEAR = r"(?:1[89]\d\d|20\d\d)"


TO = r"(?:\s?[-–—]\s?|\sto\s|\sand\s|\suntil\s|\sthrough\s)"


SHAMSI = (
    r"(?:Farvardin|Ordibehesht|Khordad|Tir|Mordad|Shahrivar|Mehr|Aban|Azar|Dey|Bahman|Esfand"
    r"|Hamal|Sawr|Jawza|Saratan|Asad|Sunbula|Mizan|Aqrab|Qaws|Jadi|Dalw|Hut)"
)


NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}|a|an)"


DATE = re.compile(
    rf"""\b(?:
 (?P<iso>{YEAR}-\d\d-\d\d)
|(?P<num>\d{{1,2}}(?:[./]|-)\d{{1,2}}(?:[./]|-)(?:\d{{4}}|\d\d(?=[\s,)])))
|(?P<ymd>\d{{4}}[/.]\d{{1,2}}[/.]\d{{1,2}})
|(?P<shamsi>(?:(?P<sd>{DAY})\s(?:of\s)?)?(?P<sm>{SHAMSI})(?:,?\s(?P<sy>1[34]\d\d))(?!\d)|(?P<sd2>{DAY})\s(?P<sm2>{SHAMSI})\b)
|(?P<range>(?:{WEEKDAY},?\s)?(?:(?P<r1>{DAY}){TO}(?P<r2>{DAY})\s(?:of\s)?(?P<rm>{MONTH})|(?P<rm2>{MONTH})\s(?P<r3>{DAY}){TO}(?P<r4>{DAY})(?![\d:]))(?:,?\s(?P<ry>{YEAR}))?)
|(?P<cross>(?P<c1>{DAY})\s(?P<cm1>{MONTH}){TO}(?P<c2>{DAY})\s(?P<cm2>{MONTH})(?:,?\s(?P<cy>{YEAR}))?|(?P<cm3>{MONTH})\s(?P<c3>{DAY}){TO}(?P<cm4>{MONTH})\s(?P<c4>{DAY})(?:,?\s(?P<cy2>{YEAR}))?)
|(?P<dmy>(?:{WEEKDAY}{PART},?\s(?:the\s|on\s)?)?(?:(?P<d1>{DAY}|first(?=\sof\s))\s(?:of\s|day\sof\s)?(?P<m1>{MONTH})(?:,?\s(?P<y1>{YEAR}))?|(?P<m2>{MONTH})\s(?P<d2>{DAY})(?![\d:]|\s?(?:km|kilomet|tonnes|percent|trucks|lorries))(?:,?\s(?P<y2>{YEAR}))?))
|(?P<quarter>(?:Q(?P<q2>[1-4])|H(?P<h2>[12]))\s(?P<qy2>{YEAR}))
|(?P<my>(?P<m3>{MONTH})(?:\sof)?,?\s(?P<y3>{YEAR})|(?:last|next|this)\s(?P<m5>{MONTH})|(?P<m4>(?:January|February|(?<!\.\s)March|April|(?<![.!?”"\n]\s)(?<!\n)May|June|July|August|September|October|November|December))(?:\s(?P<mrel>this|next|last)\syear|\s(?:of\s)?(?P<mthe>the\s(?:same|following|previous)\syear))?)
|(?P<weekday>(?:(?P<wrel>last|next|this|coming|past)\s)?(?P<wd>{WEEKDAY}){PART}(?:\s(?:of\s)?(?P<wweek>last|next|this)\sweek\b|\s(?P<wlast>last|next)\b)?)
|(?P<relday>[Yy]esterday{PART}|[Tt]oday|[Tt]omorrow{PART}|TODAY|[Tt]onight|[Tt]his\s(?:morning|afternoon|evening)|[Ll]ast\snight|(?:the\s)?day\s(?:before\syesterday|after\stomorrow))
|(?P<relspan>(?P<rs>[Ll]ast|[Nn]ext|[Tt]his|[Pp]revious|coming)\s(?P<unit>week(?:end)?|month|year|quarter))
|(?P<ago>(?P<an>{NUMBER}|An?|several|few)\s(?P<au>days?|weeks?|months?|years?)\s(?P<adir>ago|earlier|later|before)\b)
|(?P<follow>the\s(?:following|next|previous)\s(?:day|morning|evening)|[Aa]\sday\s(?:earlier|later))
|(?P<nth>(?<=on\sthe\s)(?P<nd>(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th))(?=[,.;]|\sand\s|\sof\sthis\smonth))
|(?P<season>Ramadan|Ramazan|Nowruz|Muharram|Arbaeen|Eid\sal-Fitr|Eid\sal-Adha|Eid|Ashura|Easter(?:\s(?:Week|Sunday|Monday))?|Christmas|Diwali|Passover|Songkran|Tet|Lent)
|(?P<decade>(?:the\s)?year\s(?P<dy>1[34]\d\d|{YEAR}))
|(?P<year>(?<![\d.,:/-])(?<!\b\d\d\d\d\s){YEAR}(?![\d.,:/-]?\d|\s(?:kilomet|km|tonnes|tons|metres|meters|trucks|lorries|people|families|pilgrims|square|head|hectares|litres|megawatt|MW|vehicles|households|passengers|containers|sheep|goats|cattle|dollars|euros)))
)(?!\w)
""",
    re.VERBOSE,
)


STARTS = re.compile(
    r"\b(?=[\dA-FHJ-TWYac-fln-ty])"  # most words go no further
    r"(?=\d|Q[1-4]|H[12]|[JFMASOND][aepuco][nbrygptcvlu]|[JFMASOND][A-Z]{2}|[MTWFS][ouehrau][neduit]"
    r"|[MTWFS][A-Z]{2,}DAY|[yY]ester|[tT]o(?:day|morrow|night)|TODAY|the\s(?:following|next|previous|day|year)\s"
    r"|(?:[tT]his|[lL]ast|[nN]ext|[pP]revious|coming|past)\s(?:[A-Z]|week|month|year|quarter|morn|aft|eve|night)"
    r"|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|few)\s(?:day|week|month|year)"
    r"|day\s|year\s\d|first\sof\s|Ram|Nowruz|Muharram|Arbaeen|Eid|Ashura|Easter|Christ|Diwali|Passover|Songkran|Tet|Lent"
    r"|Far|Ord|Kho|Tir|Mor|Sha|Meh|Aba|Aza|Dey|Bah|Esf|Ham|Saw|Jaw|Sar|Asa|Sun|Miz|Aqr|Qaw|Jad|Dal|Hut)"
)
