"""Signal: an agreed short code between the desks, for when seconds count; it means one thing in each language."""

from hamsaya.core.fields import Code, Instant
from hamsaya.core.kinds import OTHER, OWNER, Step, register
from hamsaya.core.letter import URGENCIES, Acknowledge, Answer, Close, Correct, Header, Letter, LetterKind, Translate
from hamsaya.core.text import in_all

CODES = ("ours_mistake", "not_ours", "hold_fire", "call_me", "returning_group")


class Send(Header, by=OWNER, opens=True, roles=("duty",)):
    """Send a short code."""

    code = Code("code", CODES, group="what")
    urgency = Code("urgency", URGENCIES, default="now", group="first")
    until = Instant(optional=True)


class Signal(Letter, frozen=True, kw_only=True):
    """A short code as sent."""

    code: str
    until: str | None = None


@register
class SignalKind(LetterKind[Signal]):
    """Short codes (message catalogue 29)."""

    name, state, acts = "signal", Signal, (Send, Close, Correct, Translate, Acknowledge, Answer)
    example = (
        Step(
            OWNER,
            Send,
            {
                "from_desk": "turbat", "to_desk": "zahedan", "channel": "military", "traffic": "actual",
                "urgency": "now", "urgency_reason": "misreading", "basis": "own_observation", "certainty": "observed",
                "happened": {"at": "2026-11-21T23:30:00Z", "precision": "minute"}, "reply_wanted": True,
                "place": {"place": "mirjaveh-taftan", "precision": "exact"}, "code": "returning_group",
                "until": "2026-11-22T01:00:00Z",
            },
        ),
        Step(OTHER, Acknowledge),
        Step(OTHER, Answer, {"answer": "done"}),
        Step(OWNER, Close),
    )  # fmt: skip

    def title(self, state: Signal) -> dict[str, str]:
        """Return the letter's title by language."""
        return in_all(f"code_{state.code}")
