"""Signing in at the shell: both factors, for the commands that take an officer and not only the machine."""

from datetime import datetime

from django.contrib.auth import authenticate
from django.http import HttpRequest

from hamsaya.core.errors import Refused
from hamsaya.people.factor import verify_factor
from hamsaya.people.gate import current_assignments, viewer_from
from hamsaya.people.models import Officer
from hamsaya.people.password import normal_password
from hamsaya.people.viewer import Viewer


def sign_in_at_shell(username: str, password: str, code: str, compact: str, now: datetime) -> tuple[Officer, Viewer]:
    """Return the officer and as whom the officer acts; Refused where a factor is wrong or no post is held there.

    Guessing is counted as on the pages, under the address of this machine.
    """
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    officer = authenticate(request, username=username, password=normal_password(password))
    if not isinstance(officer, Officer):
        raise Refused("sign-in.wrong")
    verify_factor(officer, code)
    for assignment in current_assignments(officer, now):
        if assignment.post.compact == compact:
            return officer, viewer_from(assignment)
    raise Refused("role.missing")
