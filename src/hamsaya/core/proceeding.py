"""What may follow on a sitting: which acts a page offers a side now, and which items or minutes each may name."""

from collections.abc import Callable

from hamsaya.core.kinds import Named, Wordings
from hamsaya.core.meeting import Meeting, both_open, day_of, minutes_of, presented, standing_items


def may_follow(state: Meeting, act: str, party: str) -> bool:
    """Tell whether the act makes sense now for that party, by its wire name: what pages offer."""
    if act in _FOLLOWS:
        return _FOLLOWS[act](state, party)
    return act not in _NAMES or bool(_NAMES[act][1](state, party))


def named(state: Meeting, act: str, party: str) -> Named:
    """Return what the act may name, by its field; nothing for an act that names no digest."""
    if act not in _NAMES:
        return {}
    field, find = _NAMES[act]
    return {field: find(state, party)}


def _is_undated(state: Meeting) -> bool:
    return day_of(state) is None and not state.held


def _theirs(state: Meeting, party: str) -> Wordings:
    """Return the agenda items of the other side that this side has not objected to yet."""
    return {
        digest: item["title"]
        for digest, item in state.agenda.items()
        if item["by"] != party
        and digest not in state.dropped.get(item["by"], ())
        and party not in state.objections.get(digest, {})
    }


def _own_words(state: Meeting, party: str) -> Wordings:
    """Return what this side may take back: its agenda items, and its objections by the title they would give."""
    own = {digest: item["title"] for digest, item in state.agenda.items() if item["by"] == party}
    objected = {digest: by[party]["title"] for digest, by in state.objections.items() if party in by}
    return {
        digest: title for digest, title in {**own, **objected}.items() if digest not in state.dropped.get(party, ())
    }


def _standing(state: Meeting, _party: str) -> Wordings:
    return {} if minutes_of(state) else {digest: state.items[digest]["text"] for digest in standing_items(state)}


def _not_reserved(state: Meeting, party: str) -> Wordings:
    found = _standing(state, party)
    return {digest: text for digest, text in found.items() if party not in state.views.get(digest, {})}


def _minutes_without(table: str) -> Callable[[Meeting, str], Wordings]:
    """Return how to find the minutes before the chairs under which a party does not stand in that table yet."""

    def find(state: Meeting, party: str) -> Wordings:
        digest = presented(state)
        return {digest: state.title} if digest and party not in getattr(state, table).get(digest, {}) else {}

    return find


def _signed(state: Meeting, _party: str) -> Wordings:
    digest = presented(state)
    return {digest: state.title} if digest and minutes_of(state) else {}


def _not_copied(state: Meeting, party: str) -> Wordings:
    return {} if party in state.copied else _signed(state, party)


_FOLLOWS: dict[str, Callable[[Meeting, str], bool]] = {
    "offer-dates": lambda state, _party: _is_undated(state),
    "accept-date": lambda state, party: (
        _is_undated(state) and any(days for whose, days in state.offered.items() if whose != party)
    ),
    "comment": lambda state, _party: both_open(state) is not None,
    "hold": lambda state, _party: not minutes_of(state),
    "record-item": lambda state, _party: not minutes_of(state),
    "postpone": lambda state, _party: not state.held,
    "change-host": lambda state, _party: not state.held,
    "explain": lambda state, _party: bool(state.held),
    "present": lambda _state, _party: False,
    "agree-change": lambda _state, _party: False,
}
"""The last two have a form of their own on the page of the sitting."""

_NAMES: dict[str, tuple[str, Callable[[Meeting, str], Wordings]]] = {
    "object-item": ("item", _theirs),
    "drop-item": ("item", _own_words),
    "record-item": ("replaces", _standing),
    "reserve": ("item", _not_reserved),
    "sign-minutes": ("digest", _minutes_without("signed")),
    "attest": ("digest", _minutes_without("attested")),
    "copy": ("digest", _not_copied),
    "approve": ("digest", _signed),
}
