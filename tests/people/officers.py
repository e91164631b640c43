"""How tests sign officers in, with a clock for their phones."""

from collections.abc import Callable
from functools import cache
from time import time

from django.contrib.auth.hashers import make_password
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from hamsaya.people.models import Officer

PASSWORD = "a lamp in the window at night"
Row = tuple[str, str, str, str, str]
Make = Callable[..., Officer]


@cache
def hashed(password: str = PASSWORD) -> str:
    """Return the stored form of the password, made once: it is slow on purpose."""
    return make_password(password)


def phone_code(officer: Officer) -> str:
    """Return a code that the officer's phone shows and that has not been used."""
    device = TOTPDevice.objects.get(user=officer)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time()
    totp.time = max(totp.t(), device.last_t + 1) * device.step
    return f"{totp.token():06d}"


def give_password(client: Client, officer: Officer, password: str = PASSWORD) -> int:
    """Take the first step; return the status."""
    return client.post("/sign-in/", {"username": officer.username, "password": password}).status_code


def sign_in(officer: Officer) -> Client:
    """Return a client in which the officer has taken both steps."""
    client = Client()
    assert give_password(client, officer) == 302
    assert client.post("/second-factor/", {"code": phone_code(officer)}).status_code == 302
    return client
