"""Hazard: a warning of flood, storm, dust or quake, in the terms of the common alerting protocol (CAP)."""

from hamsaya.core.fields import Code, Codes, When
from hamsaya.core.kinds import OTHER, OWNER, Step, register
from hamsaya.core.letter import Acknowledge, Answer, Close, Correct, Header, Letter, LetterKind, Translate
from hamsaya.core.text import in_all

HAZARDS = ("flood", "storm", "dust", "fog", "heavy_rain", "landslide", "earthquake", "fire", "epidemic", "pollution")
SEVERITIES = ("extreme", "severe", "moderate", "minor")
ONSETS = ("immediate", "expected", "future", "past")
ADVICE = ("leave_riverbed", "keep_off_road", "stay_inside", "move_animals", "boil_water", "await_news")


class Warn(Header, by=OWNER, opens=True, roles=("duty",)):
    """Warn the other desk."""

    hazard = Code("hazard", HAZARDS, group="what")
    severity = Code("severity", SEVERITIES, default="moderate", group="what")
    onset = Code("onset", ONSETS, optional=True, group="what")
    window = When()
    advice = Codes("advice", ADVICE, optional=True)


class Hazard(Letter, frozen=True, kw_only=True):
    """A warning as given."""

    hazard: str
    severity: str
    window: dict[str, str]
    advice: list[str] = []
    onset: str | None = None


@register
class HazardKind(LetterKind[Hazard]):
    """Hazard warnings (message catalogue 8)."""

    name, state, acts = "hazard", Hazard, (Warn, Close, Correct, Translate, Acknowledge, Answer)
    audience, use = "OPEN", "U0"
    example = (
        Step(
            OWNER,
            Warn,
            {
                "from_desk": "zahedan", "to_desk": "turbat", "channel": "civil_protection", "traffic": "actual",
                "urgency": "now", "urgency_reason": "life_in_danger", "basis": "own_agency", "certainty": "likely",
                "happened": {"at": "2026-11-21T20:00:00Z", "precision": "hour"}, "reply_wanted": False,
                "place": {"place": "kuhak-chedgi", "precision": "district"}, "hazard": "flood",
                "severity": "severe", "onset": "expected",
                "window": {"at": "2026-11-21T22:00:00Z", "until": "2026-11-22T04:00:00Z", "precision": "range"},
                "advice": ["leave_riverbed", "move_animals"],
            },
        ),
        Step(OTHER, Acknowledge),
        Step(OWNER, Close),
    )  # fmt: skip

    def title(self, state: Hazard) -> dict[str, str]:
        """Return the letter's title by language."""
        return in_all(f"hazard_{state.hazard}")
