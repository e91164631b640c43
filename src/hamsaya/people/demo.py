"""Officers of a demonstration node: known names, one password and one phone secret for all, and only there.

Nothing here does anything unless the setting HAMSAYA_DEMO is on, which `hamsaya demo` alone sets.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django_otp.oath import TOTP, hotp
from django_otp.plugins.otp_totp.models import TOTPDevice

from hamsaya.core.compact import Compact
from hamsaya.core.errors import Refused
from hamsaya.people.enrol import assign
from hamsaya.people.factor import DEMO_SECRET, confirmed_phone, is_demo
from hamsaya.people.models import Officer, Post, Shift
from hamsaya.people.roles import ADMIN, AIDE, DESK, DUTY, HEAD, MARKET, OVERSIGHT, SPOKESPERSON

PASSWORD = "two neighbours, one record"  # noqa: S105  (printed on the sign-in page of a demonstration)

HALF_DAY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Part:
    """One demonstration officer: the name to sign in with, the office that the post is, its roles."""

    name: str
    office: str
    roles: tuple[str, ...]


PARTS = (
    Part("duty", "duty-officer", (DUTY,)),
    Part("supervisor", "duty-supervisor", (DUTY, HEAD)),
    Part("head", "desk-head", (HEAD, DESK)),
    Part("desk", "sitting-desk", (DESK,)),
    Part("aide", "director", (AIDE, DESK, HEAD)),
    Part("market", "market-administrator", (MARKET,)),
    Part("spokesperson", "spokesperson", (SPOKESPERSON,)),
    Part("oversight", "oversight-officer", (OVERSIGHT,)),
    Part("admin", "node-administrator", (ADMIN,)),
)


def demo_officers_here() -> list[Officer]:
    """Return who can sign in with the known password; nobody where the node is not a demonstration."""
    return list(Officer.objects.filter(is_active=True).order_by("pk")) if is_demo() else []


@transaction.atomic
def create_demo_officers(compact: Compact, party: str, now: datetime) -> list[Officer]:
    """Store the demonstration officers of one party, once; Refused where the node is not a demonstration."""
    if not is_demo():
        raise Refused("demo.not-here")
    return [_create(compact, party, part, now) for part in PARTS]


def create_demo_roster(compact: Compact, party: str, now: datetime) -> None:
    """Put two officers on the roster of the party's desks for some days, once; only where this is a demo."""
    if not is_demo():
        raise Refused("demo.not-here")
    first = now.astimezone(compact.party(party).tz).replace(hour=6, minute=0, second=0, microsecond=0) - HALF_DAY
    desk = next((each.id for each in compact.desks if each.party == party), None)
    if desk is None or Shift.objects.filter(compact=compact.id, ends__gt=now).exists():
        return
    for at, name in enumerate(("supervisor", "duty") * 3):
        officer = Officer.objects.get(username=name)
        post = Post.objects.get(compact=compact.id, assignments__officer=officer)
        starts = first + at * HALF_DAY
        Shift.objects.create(
            compact=compact.id, desk=desk, officer=officer, post=post, starts=starts, ends=starts + HALF_DAY
        )


def _create(compact: Compact, party: str, part: Part, now: datetime) -> Officer:
    office = compact.office(f"{party.lower()}-{part.office}")
    areas = [area.id for area in compact.areas]
    post, _ = Post.objects.get_or_create(
        compact=compact.id,
        code=office.id,
        defaults={"office": office.id, "title": dict(office.name), "roles": list(part.roles), "areas": areas},
    )
    officer = Officer.objects.filter(username=part.name).first()
    if officer is None:
        officer = Officer.objects.create(username=part.name, password=_hashed(), language=compact.party(party).language)
        TOTPDevice.objects.create(user=officer, name="demo", key=DEMO_SECRET.hex(), confirmed=True)
    assign(officer, post, now)
    return officer


@cache
def _hashed() -> str:
    """Return the password's hash, one for all officers: everybody may know it, and each hash takes a long moment."""
    return make_password(PASSWORD)


def code_for_demo(officer: Officer) -> str:
    """Return a code that opens the officer's demonstration phone now, or "" where the node is not a demonstration.

    No code opens twice, so the next one is shown at once; the device then believes the phone's clock to be ahead. The
    code is that of the true time again as soon as the device would take it.
    """
    device = confirmed_phone(officer) if is_demo() else None
    if device is None or device.bin_key != DEMO_SECRET:
        return ""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    believed = totp.t()
    step = min(max(believed - device.drift, believed - device.tolerance), believed + device.tolerance)
    return f"{hotp(device.bin_key, max(step, device.last_t + 1), device.digits):06d}"
