"""Incident: something happened at the border that the other desk should know; counts and codes, never persons."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import asdict

from hamsaya.core.errors import Refused
from hamsaya.core.fields import NOT_KNOWN, Code, Count, Flag, Parties, Record, Text
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, Step, open_state, register
from hamsaya.core.letter import (
    LETTER_STATUSES,
    URGENCIES,
    Acknowledge,
    Answer,
    Correct,
    Header,
    Letter,
    Translate,
    check_letter,
    fold_letter,
    letter_facets,
    letter_may_follow,
)  # fmt: skip
from hamsaya.core.text import in_all

KINDS = (
    "firing_across", "crossing_by_mistake", "crossing_by_group", "attack_on_post", "attack_on_civilians", "sabotage",
    "kidnapping_reported", "smuggling_clash", "aircraft", "accident", "fire", "flood", "earthquake", "epidemic",
    "livestock", "marker_damage", "other",
)  # fmt: skip


COUNTED_BY = {name: (f"{name}_civilian", f"{name}_official") for name in ("dead", "injured", "missing")}
"""Each count in all, with the counts that add up to it."""
SPLIT = frozenset({"people", *(part for parts in COUNTED_BY.values() for part in parts)})
"""Without one of these there is nothing that counts could contradict."""
CAUSES = ("mistake", "weather", "technical", "smuggling", "armed_group", "dispute", "not_found", "other")


class Report(Header, by=OWNER, opens=True, roles=("duty",)):
    """Tell the other desk of an incident."""

    incident = Code("incident", KINDS, group="what")
    urgency = Code("urgency", URGENCIES, default="soon", group="first")
    affects = Parties(group="more")
    dead = Count(default=NOT_KNOWN)
    injured = Count(default=NOT_KNOWN)
    missing = Count(default=NOT_KNOWN)
    dead_civilian = Count(optional=True, group="more")
    dead_official = Count(optional=True, group="more")
    injured_civilian = Count(optional=True, group="more")
    injured_official = Count(optional=True, group="more")
    missing_civilian = Count(optional=True, group="more")
    missing_official = Count(optional=True, group="more")
    people = Count(optional=True, group="more")
    """How many people were there in all."""
    ongoing = Flag(default=NOT_KNOWN)
    help_wanted = Flag(default=False)
    crossing_closed = Flag(optional=True, group="more")
    joint_inquiry = Flag(default=False, group="more")


class Update(Act, by=OWNER, roles=("duty", "head")):
    """Say what has changed: only the changed values."""

    takes_files = True
    dead = Count(optional=True)
    injured = Count(optional=True)
    missing = Count(optional=True)
    dead_civilian = Count(optional=True, group="more")
    dead_official = Count(optional=True, group="more")
    injured_civilian = Count(optional=True, group="more")
    injured_official = Count(optional=True, group="more")
    missing_civilian = Count(optional=True, group="more")
    missing_official = Count(optional=True, group="more")
    people = Count(optional=True, group="more")
    ongoing = Flag(optional=True)
    help_wanted = Flag(optional=True)
    crossing_closed = Flag(optional=True)
    text = Text(limit=500)


class Conclude(Act, by=OWNER, roles=("duty", "head")):
    """Close the sender's handling, with the cause as the sender found it."""

    found_cause = Code("found_cause", CAUSES, optional=True)
    joint_record = Record(optional=True)
    text = Text(limit=500)


class Incident(Letter, frozen=True, kw_only=True):
    """An incident as its sender holds it, with what the other side acknowledged and answered."""

    incident: str
    affects: list[str]
    dead: int | str
    injured: int | str
    missing: int | str
    ongoing: bool | str
    help_wanted: bool | str
    joint_inquiry: bool | str
    dead_civilian: int | str | None = None
    dead_official: int | str | None = None
    injured_civilian: int | str | None = None
    injured_official: int | str | None = None
    missing_civilian: int | str | None = None
    missing_official: int | str | None = None
    people: int | str | None = None
    crossing_closed: bool | str | None = None
    found_cause: str | None = None
    joint_record: str | None = None
    conclusion: dict[str, str] | None = None
    updates: int = 0


def _found(act: Act) -> dict[str, str]:
    return {name: act.body[name] for name in ("found_cause", "joint_record") if name in act.body}


def check_counts(body: Mapping[str, Any]) -> None:
    """Refuse counts that contradict each other; what is not known contradicts nothing."""
    if body.keys().isdisjoint(SPLIT):
        return
    hurt = 0
    for name, groups in COUNTED_BY.items():
        total, given = (
            _known(body, name),
            [part for part in (_known(body, each) for each in groups) if part is not None],
        )
        hurt += total or 0
        if total is not None and given and (sum(given) > total or (len(given) == len(groups) and sum(given) != total)):
            raise Refused("incident.counts-parts", field=name, parts=sum(given), total=total)
    people = _known(body, "people")
    if people is not None and hurt > people:
        raise Refused("incident.counts-people", hurt=hurt, people=people)


def _known(body: Mapping[str, Any], name: str) -> int | None:
    value = body.get(name)
    return value if isinstance(value, int) else None


@register
class IncidentKind(Kind[Incident]):
    """Letters about incidents (message catalogue 4 and 5)."""

    name, state, statuses = "incident", Incident, LETTER_STATUSES
    acts = (Report, Update, Conclude, Correct, Translate, Acknowledge, Answer)
    audience, use, section = "DESK", "U1", "desk"
    example = (
        Step(
            OWNER,
            Report,
            {
                "from_desk": "zahedan", "to_desk": "turbat", "channel": "security", "traffic": "actual",
                "urgency": "now", "urgency_reason": "misreading", "basis": "own_observation", "certainty": "observed",
                "happened": {"at": "2026-11-21T22:40:00Z", "precision": "minute"},
                "place": {"place": "mirjaveh-taftan", "precision": "exact"},
                "reply_wanted": True, "incident": "crossing_by_mistake", "affects": ["IR", "PK"],
                "dead": 0, "injured": 0, "missing": NOT_KNOWN, "ongoing": True, "help_wanted": False,
                "joint_inquiry": False, "crossing_closed": False,
                "text": {"lang": "en", "text": "Three herders and about 40 animals; they are calm."},
            },
        ),
        Step(OTHER, Acknowledge),
        Step(OWNER, Update, {"missing": 0}),
        Step(OTHER, Answer, {"answer": "doing", "until": "2026-11-22T02:00:00Z"}),
        Step(OWNER, Correct, {"slip": "wrong_place", "place": {"place": "rimdan-gabd", "precision": "exact"}}),
        Step(
            OTHER,
            Translate,
            {"of": "0" * 64, "text": {"lang": "ur", "text": "تین چرواہے اور تقریباً 40 مویشی؛ وہ پرسکون ہیں۔"}},
        ),
        Step(OWNER, Conclude, {"found_cause": "mistake"}),
    )  # fmt: skip

    def check(self, state: Incident | None, act: Act, at: Position) -> None:
        """Refuse what cannot be meant."""
        check_letter(state, act, at)
        if isinstance(act, Update) and not act.body:
            raise Refused("incident.nothing-changed")
        if isinstance(act, Report | Update):
            check_counts(act.body if state is None else {**asdict(state), **act.body})

    def apply(self, state: Incident | None, act: Act, at: Position) -> Incident | None:
        """Fold one act in."""
        if state is None:
            return open_state(Incident, act)
        match act:
            case Update() if not state.closed:
                changed = {name: value for name, value in act.body.items() if name in Update.fields and name != "text"}
                return state.replace(updates=state.updates + 1, **changed)
            case Conclude() if not state.closed:
                return state.replace(closed=True, ongoing=False, conclusion=act.text, **_found(act))
        return fold_letter(state, act, at)

    def may_follow(self, state: Incident, act: type[Act], party: str) -> bool:
        """Tell whether a page should offer the act now."""
        return letter_may_follow(state, act)

    def facets(self, state: Incident, owner: str, other: str) -> Facets:
        """Return what lists show."""
        return letter_facets(state, in_all(f"incident_{state.incident}"), other)
