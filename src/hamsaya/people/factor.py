"""The second factor: a code from a phone's authenticator (TOTP), or one of ten recovery codes used once each."""

import hashlib
import secrets
import unicodedata
from base64 import b32encode
from datetime import datetime
from math import ceil

from django.conf import settings
from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from hamsaya.core.errors import Refused
from hamsaya.people.models import Officer

CODE_DIGITS = 6
RECOVERY_CODES = 10
RECOVERY_BYTES = 10
DEMO_SECRET = b"hamsaya-demo-secret!"
"""The phone of every demonstration officer; it opens nothing on a node that is not a demonstration."""


def is_demo() -> bool:
    """Tell whether this node is a demonstration."""
    return bool(settings.HAMSAYA_DEMO)


def plain(token: str) -> str:
    """Return what was typed without spaces and hyphens, in Latin digits and capitals."""
    digits = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in token)
    return "".join(sign for sign in digits if sign.isalnum()).upper()


def make_code(length: int = RECOVERY_BYTES) -> str:
    """Return a random code of that many bytes in base32, in groups of four."""
    code = b32encode(secrets.token_bytes(length)).decode().rstrip("=")
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def stored_form(code: str) -> str:
    """Return what is kept of a recovery code: 64 bits of its digest, as many as the column holds."""
    return hashlib.sha256(plain(code).encode()).hexdigest()[:16]


def confirmed_phone(officer: Officer) -> TOTPDevice | None:
    """Return the officer's confirmed authenticator, if there is one."""
    phones = TOTPDevice.objects.filter(user=officer, confirmed=True)
    return (phones if is_demo() else phones.exclude(key=DEMO_SECRET.hex())).first()


@transaction.atomic
def new_phone(officer: Officer) -> TOTPDevice:
    """Return the officer's authenticator to be confirmed, made on first call; it counts for nothing before that."""
    device, _ = TOTPDevice.objects.get_or_create(user=officer, confirmed=False, defaults={"name": "phone"})
    return device


@transaction.atomic
def new_recovery_codes(officer: Officer) -> list[str]:
    """Replace the officer's recovery codes and return the new ones: they can be read this once."""
    StaticDevice.objects.filter(user=officer).delete()
    device = StaticDevice.objects.create(user=officer, name="recovery", confirmed=True)
    codes = [make_code() for _ in range(RECOVERY_CODES)]
    for code in codes:
        device.token_set.create(token=stored_form(code))
    return codes


def recovery_codes_left(officer: Officer) -> int:
    """Return how many recovery codes have not been used."""
    device = StaticDevice.objects.filter(user=officer).first()
    return device.token_set.count() if device else 0


@transaction.atomic
def try_token(device: Device, token: str) -> bool:
    """Tell whether the token opens the device now; raises Refused while guessing has to wait.

    The row is locked, so that one code cannot be used twice at the same instant.
    """
    held = type(device).objects.select_for_update().get(pk=device.pk)
    allowed, why = held.verify_is_allowed()
    if not allowed:
        until = (why or {}).get("locked_until")
        seconds = ceil((until - datetime.now(until.tzinfo)).total_seconds()) if until else 60
        raise Refused("factor.wait", seconds=max(seconds, 1))
    return bool(held.verify_token(token))


def verify_factor(officer: Officer, typed: str) -> Device:
    """Return the device that the typed code opens, or raise Refused: `factor.wrong`, `factor.wait`, `factor.none`."""
    token = plain(typed)
    is_code = len(token) == CODE_DIGITS and token.isdigit()
    device = confirmed_phone(officer) if is_code else StaticDevice.objects.filter(user=officer).first()
    if device is None:
        raise Refused("factor.wrong" if confirmed_phone(officer) else "factor.none")
    if not try_token(device, token if is_code else stored_form(token)):
        raise Refused("factor.wrong")
    return device
