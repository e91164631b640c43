"""Minutes out: one table, a row for each item, a column for each language, set for its direction and its font."""

from io import BytesIO
from typing import Any

from hamsaya.core.meeting import Meeting
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES, RIGHT_TO_LEFT, word
from hamsaya.exchange.redline.items import items_of

FONTS = {"en": "Calibri", "fa": "Vazirmatn", "ur": "Noto Nastaliq Urdu"}
BIDI = {"fa": "fa-IR", "ur": "ur-PK"}


def write(state: Meeting, record: str, reader: Reader) -> bytes:
    """Return the minutes as a .docx; each row bears its item's digest, by which it is known when it is back."""
    import docx  # slow to import, and needed for these files alone
    from docx.enum.section import WD_ORIENT

    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.core_properties.author = reader.name(reader.party.name)
    document.core_properties.title = f"{state.number} {reader.name(state.title)}"
    document.core_properties.identifier = record
    _say(document.add_paragraph(), document.core_properties.title, reader.lang, bold=True)
    _say(document.add_paragraph(), reader.word("redline.how"), reader.lang)
    rows = items_of(state)
    table = document.add_table(rows=1, cols=1 + len(LANGUAGES), style="Table Grid")
    _say(table.rows[0].cells[0].paragraphs[0], record, "en", bold=True)
    for cell, lang in zip(table.rows[0].cells[1:], LANGUAGES, strict=True):
        _say(cell.paragraphs[0], f"{word('language_name', lang)} [{lang}]", lang, bold=True)
    for number, digest, item in rows:
        cells = table.add_row().cells
        _say(cells[0].paragraphs[0], number, "en", bold=True)
        _say(cells[0].add_paragraph(), digest, "en", size=5)
        for cell, lang in zip(cells[1:], LANGUAGES, strict=True):
            _say(cell.paragraphs[0], item["text"].get(lang, ""), lang)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _say(paragraph: Any, text: str, lang: str, *, bold: bool = False, size: int = 11) -> None:
    """Write a run that Word sets in the language's direction, font and spelling, also for what is typed after it."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.bold, run.font.size, run.font.name = bold, Pt(size), FONTS[lang]
    run.font.element.rPr.rFonts.set(qn("w:cs"), FONTS[lang])
    if lang in RIGHT_TO_LEFT:
        run.font.rtl = True
        language = OxmlElement("w:lang")
        language.set(qn("w:bidi"), BIDI[lang])
        run.font.element.rPr.append(language)
        paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
