"""The sheet a chart is drawn on: shapes placed from the reader's side of the page, words that never mirror."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from hamsaya.core.reader import Reader
from hamsaya.core.text import direction

WIDTH = 640
PATTERNS = {
    "1": "M-1 1L1 -1M0 6L6 0M5 7L7 5",
    "2": "M1.5 1.5h1.5v1.5h-1.5zM4.5 4.5h1.5v1.5h-1.5z",
    "4": "M0 0L6 6M0 6L6 0",
    "5": "M0 1.5H6M0 4.5H6",
    "6": "M1.5 0V6M4.5 0V6",
    "7": "M0 3H6M3 0V6",
    "8": "M-1 5L1 7M0 0L6 6M5 -1L7 1",
    "b": "M-1 1L1 -1M0 6L6 0M5 7L7 5",
}
"""Fillings by look, on a tile of six. `0` and `a` are full; `3` is empty with a line round, `9` with a broken one."""


@dataclass
class Sheet:
    """A drawing under way. Places are counted from the side where reading begins, so time runs as the reader reads."""

    name: str
    reader: Reader
    height: float
    says: str
    width: float = WIDTH
    root: Element = field(init=False)

    def __post_init__(self) -> None:
        """Begin the drawing with its fillings."""
        named = {"role": "img", "aria-label": self.says, "class": "ch-svg"} if self.says else {"aria-hidden": "true"}
        self.root = Element("svg", {"viewBox": f"0 0 {self.width:g} {self.height:g}", **named})
        draw_fillings(self.root, self.name)

    @property
    def line(self) -> int:
        """Return the height of a line of words: Nastaliq needs more."""
        return 30 if self.reader.lang == "ur" else 22

    def _x(self, x: float, width: float = 0) -> str:
        return f"{self.width - x - width if direction(self.reader.lang) == 'rtl' else x:g}"

    def box(self, x: float, y: float, width: float, height: float, look: str) -> None:
        """Draw a box with a look's filling."""
        place = {"x": self._x(x, width), "y": f"{y:g}", "width": f"{width:g}", "height": f"{height:g}"}
        SubElement(self.root, "rect", {**place, **fill_of(self.name, look)})

    def mark(self, x: float, y: float, shape: str, look: str) -> None:
        """Draw a mark: `circle`, `square`, `diamond`, `box` or `line`, which tells it apart without any colour."""
        if shape == "line":
            self.rule(x - 9, y, x + 9, y, f"ch-{look}")
            return
        if shape == "box":
            self.box(x - 8, y - 5, 16, 10, look)
            return
        at = float(self._x(x))
        if shape == "circle":
            SubElement(self.root, "circle", {"cx": f"{at:g}", "cy": f"{y:g}", "r": "6", **fill_of(self.name, look)})
            return
        steps = "h10v10h-10z" if shape == "square" else "l7 7l-7 7l-7 -7z"
        start = (at - 5, y - 5) if shape == "square" else (at, y - 7)
        SubElement(self.root, "path", {"d": f"M{start[0]:g} {start[1]:g}{steps}", **fill_of(self.name, look)})

    def rule(self, x1: float, y1: float, x2: float, y2: float, kind: str = "ch-rule") -> None:
        """Draw a straight line: `ch-rule`, `ch-axis`, `ch-limit` or `ch-open`."""
        ends = {"x1": self._x(x1), "y1": f"{y1:g}", "x2": self._x(x2), "y2": f"{y2:g}"}
        SubElement(self.root, "line", {**ends, "class": kind})

    def words(self, x: float, y: float, text: str, anchor: str = "start", kind: str = "ch-t") -> None:
        """Write words; `start` is the side where reading begins."""
        way = {"direction": direction(self.reader.lang), "text-anchor": anchor}
        SubElement(self.root, "text", {"x": self._x(x), "y": f"{y:g}", "class": kind, **way}).text = text


def draw_fillings(root: Element, name: str) -> None:
    """Define the fillings, under ids that no other drawing of the page has."""
    defs = SubElement(root, "defs")
    for look, path in PATTERNS.items():
        tile = {"id": f"{name}-{look}", "width": "6", "height": "6", "patternUnits": "userSpaceOnUse"}
        pattern = SubElement(defs, "pattern", tile)
        SubElement(pattern, "rect", {"width": "6", "height": "6", "class": "ch-paper"})
        SubElement(pattern, "path", {"d": path, "class": "ch-ink-b" if look == "b" else "ch-ink"})


def fill_of(name: str, look: str) -> dict[str, str]:
    """Return the attributes of a look's filling."""
    filled = {"fill": f"url(#{name}-{look})"} if look in PATTERNS else {}
    return {"class": f"ch-{look}", **filled}
