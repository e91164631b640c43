"""A node with one compact and an officer of each sort signed in to its pages."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.node.world import join_compact, source

from hamsaya.core.compact import load_compact
from hamsaya.core.errors import Refused
from hamsaya.core.reader import Reader
from hamsaya.people.enrol import add_officer, assign
from hamsaya.people.models import Post
from hamsaya.web.page import refusal

SignIn = Callable[..., Client]
EVERY = ("duty", "desk", "head", "spokesperson", "market")


@pytest.fixture
def compact(home: Path, db: None) -> str:
    """A compact that the node takes part in as IR."""
    return join_compact()


@pytest.fixture
def sign_in() -> SignIn:
    """Return a function that signs an officer in: language, roles, compact, areas."""

    def make(lang: str = "en", *roles: str, compact: str = "irpk", areas: tuple[str, ...] = ()) -> Client:
        name = f"officer-{lang}-{'-'.join(roles) or 'every'}-{compact}"
        officer = add_officer(name, lang)
        officer.set_unusable_password()
        officer.save()
        device = TOTPDevice.objects.create(user=officer, name="phone", confirmed=True)
        code = f"ir-{name}"
        post = Post.objects.create(compact=compact, code=code, roles=list(roles or EVERY), areas=list(areas))
        assign(officer, post, timezone.now() - timedelta(minutes=1))
        client = Client(headers={"accept-language": lang})
        client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        now = int(timezone.now().timestamp())
        session.update({DEVICE_ID_SESSION_KEY: device.persistent_id, "people.seen": now, "people.began": now})
        session.save()
        return client

    return make


def said(lang: str, code: str, **params: object) -> str:
    """Return what a refusal says to an officer of Iran's who reads that language."""
    return refusal(Refused(code, **params), Reader.of(load_compact(source()), "IR", lang))
