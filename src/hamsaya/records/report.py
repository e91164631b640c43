"""Report: a public source, its facts retold in our own words; it counts for nothing until a person confirms."""

from hamsaya.core.fields import NOT_STATED, Code, Day, Digest, Entity, Items, Line, Link, Wording
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register

DATED = ("header", "weekday", "other_source", "not_stated")
SOURCES = ("news_report", "ministry_statement", "joint_statement", "briefing", "speech")


class Enter(Act, by=OWNER, opens=True, roles=("desk",)):
    """Enter a public source."""

    title = Wording(limit=200)
    outlet = Line(optional=True)
    source = Code("source", SOURCES, default="news_report")
    published = Day(may_be_unstated=True, default=NOT_STATED)
    dated = Code("dated", DATED, default="not_stated")
    facts = Items(Wording(limit=800), most=120, optional=True)
    link = Link(optional=True)
    file = Digest(optional=True)
    about = Items(Entity("area"), optional=True)


class Note(Act, by=OTHER, roles=("desk",)):
    """Add the other side's own note on the source."""

    note = Wording(limit=800)


class Correct(Act, by=OWNER, roles=("desk",)):
    """Correct how the source was retold; the earlier wording stays in the history."""

    facts = Items(Wording(limit=800), most=120)


class Report(State, frozen=True):
    """A source as entered, with the other side's notes."""

    title: dict[str, str]
    source: str
    published: str
    dated: str
    outlet: str | None = None
    facts: list[dict[str, str]] = []
    link: str | None = None
    file: str | None = None
    about: list[str] = []
    notes: tuple[dict[str, str], ...] = ()
    corrected: int = 0


@register
class ReportKind(Kind[Report]):
    """Public sources and what they say."""

    name, state, acts, statuses = "report", Report, (Enter, Note, Correct), ("entered", "corrected")
    audience, use, section = "OPEN", "U0", "reports"
    example = (
        Step(
            OWNER,
            Enter,
            {
                "title": {
                    "en": "Ministers meet in the capital",
                    "fa": "دیدار وزیران در پایتخت",
                    "ur": "دارالحکومت میں وزرا کی ملاقات",
                },
                "outlet": "Example Gazette",
                "source": "news_report",
                "published": "2024-01-29",
                "dated": "header",
                "facts": [{"en": "The ministers agreed to meet regularly."}],
            },
        ),
        Step(OTHER, Note, {"note": {"en": "Our own account gives the same."}}),
        Step(
            OWNER, Correct, {"facts": [{"en": "The ministers agreed to meet regularly, in both countries by turns."}]}
        ),
    )

    def apply(self, state: Report | None, act: Act, at: Position) -> Report | None:
        """Fold one act in."""
        if state is None:
            return open_state(Report, act)
        match act:
            case Note():
                return state.replace(notes=(*state.notes, act.note))
            case Correct() if act.facts != state.facts:
                return state.replace(facts=act.facts, corrected=state.corrected + 1)
        return state

    def facets(self, state: Report, owner: str, other: str) -> Facets:
        """Return what lists show."""
        return Facets(
            title=state.title,
            status="corrected" if state.corrected else "entered",
            when=None if state.published == NOT_STATED else state.published,
            area=state.about[0] if state.about else None,
            text=" ".join(text for fact in state.facts for text in fact.values()),
        )
