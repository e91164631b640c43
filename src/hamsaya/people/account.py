"""The officer's own page: posts, how one reads, password, recovery codes."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django_otp import login as otp_login

from hamsaya.core.errors import Refused
from hamsaya.core.text import to_digits, word
from hamsaya.people.factor import new_recovery_codes, recovery_codes_left, verify_factor
from hamsaya.people.gate import CHOSEN, current_assignments, officer_of, signed_in, start_clock
from hamsaya.people.models import CALENDAR_CHOICES, DIGIT_CHOICES, LANGUAGE_CHOICES, Officer
from hamsaya.people.page import language_now, next_page, show
from hamsaya.people.password import check_password, normal_password


@signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """The officer's own page: posts, language, digits, calendar, password, recovery codes."""
    return _show_account(request)


def _digits(number: int, officer: Officer) -> str:
    """Return a number in the officer's digits, else in those of the page's language."""
    return to_digits(str(number), officer.digits or ("arabext" if language_now() == "fa" else "latn"))


def _show_account(request: HttpRequest, error: Refused | None = None, *, done: bool = False) -> HttpResponse:
    officer = officer_of(request)
    if officer is None:
        return redirect("people:sign_in")
    return show(
        request,
        "account",
        403 if error else 200,
        error,
        officer=officer,
        held=_posts(officer, request.session.get(CHOSEN)),
        codes_left=word("people.recovery_left", language_now(), count=_digits(recovery_codes_left(officer), officer)),
        languages=LANGUAGE_CHOICES,
        digits=DIGIT_CHOICES[1:],
        calendars=[(value, word(f"people.{value}", language_now())) for value, _ in CALENDAR_CHOICES[1:]],
        done=done,
    )


def _posts(officer: Officer, chosen: int | None) -> list[dict[str, object]]:
    """Return the officer's posts in words, the one acted at first."""
    held = current_assignments(officer, timezone.now())
    held.sort(key=lambda assignment: assignment.post_id != chosen)
    lang = language_now()
    return [
        {
            "id": each.post_id,
            "compact": each.post.compact,
            "title": each.post.title.get(lang, each.post.code),
            "roles": ", ".join(word(f"role.{role}", lang) for role in each.post.roles),
            "acting": number == 0,
        }
        for number, each in enumerate(held)
    ]


@signed_in
@require_POST
def prefer(request: HttpRequest) -> HttpResponse:
    """Keep language, digits and calendar."""
    officer = officer_of(request)
    if officer is not None:
        for name, choices in (
            ("language", LANGUAGE_CHOICES),
            ("digits", DIGIT_CHOICES),
            ("calendar", CALENDAR_CHOICES),
        ):
            if (value := request.POST.get(name)) in {choice for choice, _ in choices}:
                setattr(officer, name, value)
        officer.save(update_fields=["language", "digits", "calendar"])
    return redirect("people:account")


@signed_in
@require_POST
@sensitive_post_parameters("old", "password", "again", "code")
def change_password(request: HttpRequest) -> HttpResponse:
    """Set a new password; asks for the old one and for a code, and ends the officer's other sign-ins."""
    officer = officer_of(request)
    if officer is None:
        return redirect("people:sign_in")
    try:
        _change_password(request, officer)
    except Refused as refused:
        return _show_account(request, refused)
    device = getattr(request.user, "otp_device", None)
    login(request, officer, backend="django.contrib.auth.backends.ModelBackend")
    otp_login(request, device)
    start_clock(request, timezone.now())
    return _show_account(request, done=True)


def _change_password(request: HttpRequest, officer: Officer) -> None:
    password = request.POST.get("password", "")[:1000]
    if password != request.POST.get("again", "")[:1000]:
        raise Refused("password.differs")
    password = check_password(password, officer.username)
    verify_factor(officer, request.POST.get("code", "")[:64])
    if not officer.check_password(normal_password(request.POST.get("old", "")[:1000])):
        raise Refused("password.old-wrong")
    officer.set_password(password)
    officer.save(update_fields=["password"])


@signed_in
@require_POST
@sensitive_post_parameters("code")
def recovery(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; asks for a code from the phone first."""
    officer = officer_of(request)
    if officer is None:
        return redirect("people:sign_in")
    try:
        verify_factor(officer, request.POST.get("code", "")[:64])
    except Refused as refused:
        return _show_account(request, refused)
    return show(request, "recovery", codes=new_recovery_codes(officer), enrolled=False)


@signed_in
@require_POST
def choose_post(request: HttpRequest) -> HttpResponse:
    """Act from now on at another of the officer's posts."""
    officer = officer_of(request)
    held = current_assignments(officer, timezone.now()) if officer else []
    wanted = request.POST.get("post", "")
    for assignment in held:
        if str(assignment.post_id) == wanted:
            request.session[CHOSEN] = assignment.post_id
    return redirect(next_page(request))
