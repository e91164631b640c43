"""How an officer comes in, gets a new phone, or goes: one-time codes, handed over in person, good for three days.

No officer ever has a password without a confirmed second factor: both are set in one step, and both end together.
"""

import hashlib
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from hamsaya.core.errors import Refused
from hamsaya.people.factor import make_code, new_phone, new_recovery_codes, plain, try_token
from hamsaya.people.models import Assignment, Enrolment, Officer, Post
from hamsaya.people.password import check_password
from hamsaya.people.roles import ROLES

GOOD_FOR = timedelta(days=3)
MOST_NAME = 64


def add_officer(username: str, language: str = "en") -> Officer:
    """Store an officer who cannot sign in yet; Refused where the name is taken or does not do."""
    username = username.strip()
    if not username or len(username) > MOST_NAME or not username.replace(".", "").replace("-", "").isalnum():
        raise Refused("officer.name", most=MOST_NAME)
    try:
        with transaction.atomic():
            return Officer.objects.create_user(username, language=language)
    except IntegrityError:
        raise Refused("officer.taken", username=username) from None


def officer_named(username: str) -> Officer:
    """Return the officer of that name, or raise Refused."""
    found = Officer.objects.filter(username=username).first()
    if found is None:
        raise Refused("officer.unknown", username=username)
    return found


def assign(officer: Officer, post: Post, now: datetime) -> Assignment:
    """Let the officer hold the post from now on."""
    if unknown := set(post.roles) - set(ROLES):
        raise Refused("role.unknown", role=min(unknown))
    held = Assignment.objects.current(now).filter(officer=officer, post=post).first()
    return held or Assignment.objects.create(officer=officer, post=post, starts=now)


def _close(officer: Officer) -> None:
    """Take password, devices and open codes away; a changed password ends every sign-in of the officer."""
    officer.set_unusable_password()
    TOTPDevice.objects.filter(user=officer).delete()
    StaticDevice.objects.filter(user=officer).delete()
    Enrolment.objects.filter(officer=officer, used=None).delete()


@transaction.atomic
def invite(officer: Officer, now: datetime) -> str:
    """Return a one-time code with which the officer enrols; whatever opened the door before no longer does."""
    _close(officer)
    officer.is_active = True
    officer.save()
    code = make_code()
    Enrolment.objects.create(officer=officer, digest=_digest(code), made=now, expires=now + GOOD_FOR)
    return code


@transaction.atomic
def revoke(officer: Officer, now: datetime) -> None:
    """Shut the officer out at once, in one step: a lost phone or a captured desk must not need two."""
    _close(officer)
    officer.is_active = False
    officer.save()
    Assignment.objects.current(now).filter(officer=officer).update(ends=now)


def _digest(code: str) -> str:
    return hashlib.sha256(plain(code).encode()).hexdigest()


def open_enrolment(username: str, code: str, now: datetime) -> Enrolment:
    """Return the enrolment that this code opens for this officer, or raise Refused, the same for every reason."""
    found = Enrolment.objects.select_related("officer").filter(
        digest=_digest(code), officer__username=username, officer__is_active=True, used=None, expires__gt=now
    )
    enrolment = found.first()
    if enrolment is None:
        raise Refused("enrol.wrong")
    return enrolment


@transaction.atomic
def finish_enrolment(enrolment: Enrolment, password: str, token: str, now: datetime) -> list[str]:
    """Set password and second factor together and return the recovery codes.

    Raises Refused and changes nothing where the password does not do, the phone's code is wrong, or the enrolment
    has been used or has run out meanwhile.
    """
    officer = enrolment.officer
    password = check_password(password, officer.username)
    device = new_phone(officer)
    if not try_token(device, plain(token)):
        raise Refused("factor.wrong")
    if not Enrolment.objects.filter(pk=enrolment.pk, used=None, expires__gt=now).update(used=now):
        raise Refused("enrol.wrong")
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    officer.set_password(password)
    officer.save()
    return new_recovery_codes(officer)
