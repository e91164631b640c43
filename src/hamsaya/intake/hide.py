"""What the screening finds in a report is blacked out, character for character, before anything of it is stored."""

from hamsaya.reading.screening import Hit, screen

BLACK = "█"


def hide(text: str) -> tuple[str, tuple[Hit, ...]]:
    """Return the text with every finding blacked out, all offsets as they were, and what was found."""
    hits = screen(text)
    for hit in hits:
        black = "".join(c if c.isspace() else BLACK for c in text[hit.start : hit.end])
        text = text[: hit.start] + black + text[hit.end :]
    return text, hits


def is_hidden(words: str) -> bool:
    """Tell whether a quotation touches a place that was blacked out."""
    return BLACK in words
