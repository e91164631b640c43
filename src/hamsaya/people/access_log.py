"""The access log: each view, export, print and search of marked records, appended to the node's private audit trail.

The trail itself is kept by the node, which hands its writer in when it starts; without one nothing marked can be
read, because a reading that is not logged is refused.
"""

from collections.abc import Callable, Iterable

from hamsaya.core.errors import Broken
from hamsaya.people.viewer import Viewer

VIEW, EXPORT, PRINT, SEARCH = "view", "export", "print", "search"
EVENTS = frozenset({VIEW, EXPORT, PRINT, SEARCH})
MARKED = frozenset({"DESK", "OWN"})
"""The audiences from DESK up: whoever reads these is written down."""

Writer = Callable[[str, str, str, str, str], object]
"""(compact, event, post, target, reason) -> anything; raises where it cannot store."""

_writer: list[Writer] = []


def set_writer(writer: Writer) -> None:
    """Take the function that appends to the private log; the node's app calls it once when it starts."""
    _writer[:] = [writer]


def note(compact: str, event: str, post: str, target: str, reason: str = "") -> None:
    """Append one event to a compact's private log, whatever it is about."""
    if not _writer:
        raise Broken("access-log.no-writer")
    _writer[0](compact, event, post, target, reason)


def note_access(viewer: Viewer, event: str, target: str, audiences: Iterable[str], reason: str = "") -> bool:
    """Log that the viewer saw `target`, if one of the audiences is DESK or above; tell whether it was logged.

    `target`: a record id, the words searched for, or what was exported. `event`: view, export, print or search.
    Raises Broken where there is no log to write to, so that nothing marked is read unseen.
    """
    if event not in EVENTS:
        raise Broken("access-log.event", event=event)
    if MARKED.isdisjoint(audiences):
        return False
    note(viewer.compact, event, viewer.signature, target, reason)
    return True
