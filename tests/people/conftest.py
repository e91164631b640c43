"""A private log that can be read back, and officers who can sign in."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.people.officers import Make, Row, hashed

from hamsaya.people import access_log
from hamsaya.people.enrol import add_officer, assign
from hamsaya.people.models import Officer, Post


@pytest.fixture
def trail() -> Iterator[list[Row]]:
    """Hand in a writer that keeps the rows of the private log, and give the former one back afterwards."""
    rows: list[Row] = []
    before = list(access_log._writer)
    access_log.set_writer(lambda *row: rows.append(row))
    yield rows
    access_log._writer[:] = before


@pytest.fixture
def make_officer(db: None, trail: list[Row]) -> Make:
    """Return a function that makes an officer with both factors and, if asked, a post."""

    def make(
        username: str, *roles: str, compact: str = "irpk", post: str = "", areas: tuple[str, ...] = (), lang: str = "en"
    ) -> Officer:
        officer = add_officer(username, lang)
        officer.password = hashed()
        officer.save()
        TOTPDevice.objects.create(user=officer, name="phone", confirmed=True)
        if roles:
            code = post or f"ir-{username}"
            held, _ = Post.objects.get_or_create(
                compact=compact, code=code, defaults={"roles": list(roles), "areas": list(areas)}
            )
            assign(officer, held, timezone.now() - timedelta(minutes=1))
        return officer

    return make
