"""Humanitarian: a medical crossing, a stranded group, a lost child found: counts and a case token, no names."""

from hamsaya.core.errors import Refused
from hamsaya.core.fields import NOT_KNOWN, Code, Count, Flag, Line
from hamsaya.core.kinds import OTHER, OWNER, Act, Position, Step, register
from hamsaya.core.letter import Acknowledge, Answer, Close, Correct, Header, Letter, LetterKind, Translate, check_letter
from hamsaya.core.text import in_all

MATTERS = ("medical_crossing", "stranded_group", "human_remains", "lost_child_found", "strayed_livestock")
WANTED = ("place_and_time", "ambulance", "search", "identity_by_consular_channel", "nothing")


class Ask(Header, by=OWNER, opens=True, roles=("duty",)):
    """Ask the other desk for help with people or animals. Who they are goes by the consular channel."""

    matter = Code("humanitarian", MATTERS, group="what")
    adults = Count(default=NOT_KNOWN)
    children = Count(default=NOT_KNOWN)
    animals = Count(default=NOT_KNOWN)
    vulnerable = Flag(default=NOT_KNOWN)
    wanted = Code("wanted", WANTED, default="place_and_time")
    token = Line(limit=20, optional=True, group="more")


class Humanitarian(Letter, frozen=True, kw_only=True):
    """A humanitarian matter as told."""

    matter: str
    adults: int | str
    children: int | str
    animals: int | str
    vulnerable: bool | str
    wanted: str
    token: str | None = None


@register
class HumanitarianKind(LetterKind[Humanitarian]):
    """Humanitarian letters (message catalogue 9)."""

    name, state, acts = "humanitarian", Humanitarian, (Ask, Close, Correct, Translate, Acknowledge, Answer)
    example = (
        Step(
            OWNER,
            Ask,
            {
                "from_desk": "turbat", "to_desk": "zahedan", "channel": "security", "traffic": "actual",
                "urgency": "soon", "basis": "own_observation", "certainty": "observed",
                "happened": {"at": "2026-11-21T23:00:00Z", "precision": "hour"}, "reply_wanted": True,
                "place": {"place": "rimdan-gabd", "precision": "exact"}, "matter": "strayed_livestock",
                "adults": 0, "children": 0, "animals": 12, "vulnerable": False, "wanted": "place_and_time",
            },
        ),
        Step(OTHER, Acknowledge),
        Step(OTHER, Answer, {"answer": "doing", "until": "2026-11-22T05:00:00Z"}),
        Step(OWNER, Close),
    )  # fmt: skip

    def check(self, state: Humanitarian | None, act: Act, at: Position) -> None:
        """Refuse what cannot be meant, and a token that could be a name."""
        check_letter(state, act, at)
        if isinstance(act, Ask) and act.token and not any(c.isdigit() for c in act.token):
            raise Refused("humanitarian.token")

    def title(self, state: Humanitarian) -> dict[str, str]:
        """Return the letter's title by language."""
        return in_all(f"humanitarian_{state.matter}")
