"""Who may see which records: one condition that every query uses, on pages, in exports, feeds, search and at the shell.

OPEN: everyone. GOV: every officer. AREA: officers whose post has that area. DESK: duty roles and heads. What else
stands in the column is seen by the operator alone, whose readings are logged.
"""

from django.db.models import Q, Subquery

from hamsaya.core.errors import Refused
from hamsaya.core.kinds import Act
from hamsaya.node.models import Compact
from hamsaya.people.viewer import OFFICER, OPERATOR, Viewer

__all__ = ["Viewer", "check_compact", "check_role", "visible"]


def check_compact(viewer: Viewer, compact: str) -> None:
    """Raise Refused unless the viewer belongs to the compact asked for: two compacts of one node never meet."""
    if viewer.compact != compact:
        raise Refused("compact.not-yours", compact=compact)


def visible(viewer: Viewer) -> Q:
    """Return the condition on `node.Record` that keeps what this viewer may see, in the viewer's own compact alone."""
    own = Q(compact_id=Subquery(Compact.objects.filter(name=viewer.compact).values("id")))
    if viewer.standing == OPERATOR:
        return own
    if viewer.standing != OFFICER:
        return own & Q(audience="OPEN")
    seen = Q(audience__in=["OPEN", "GOV", "DESK"] if viewer.desk else ["OPEN", "GOV"])
    if areas := sorted(viewer.areas - {""}):
        seen |= Q(audience="AREA", area__in=areas)
    return own & seen


def check_role(viewer: Viewer, act: type[Act]) -> None:
    """Raise Refused unless the viewer's post carries one of the roles that may make the act."""
    if viewer.standing != OFFICER or not viewer.has_role(*act.roles):
        raise Refused("act.role", act=act.name(), roles=", ".join(sorted(act.roles)))
