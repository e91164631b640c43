"""How far from the border something was, as the words say it."""

import re

DISTANCE = re.compile(
    r"(\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty"
    r"|fifty)[\s-]*(?:kilomet(?:er|re)s?|km)\b"
)
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
NUMBERS |= {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}


def distance_km(text: str) -> float | None:
    """Return the distance in kilometres that the words give, or None."""
    low = text.lower()
    match = DISTANCE.search(low) if "km" in low or "kilomet" in low else None
    if not match:
        return None
    word = match[1].replace(",", ".")
    return float(NUMBERS[word]) if word in NUMBERS else float(word)
