"""`hamsaya officer`: who signs in at this node, and at which post."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node
from hamsaya.cli.show_text import table
from hamsaya.core.errors import Refused
from hamsaya.core.text import LANGUAGES
from hamsaya.people.roles import ROLES

if TYPE_CHECKING:
    from hamsaya.people.models import Post


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", choices=("add", "assign", "invite", "revoke", "list"), help="what to do")
    parser.add_argument("name", nargs="?", help="the name with which the officer signs in")
    parser.add_argument("--post", metavar="OFFICE", help="the post: an office of our own side in the compact")
    parser.add_argument("--role", action="append", choices=ROLES, default=[], help="a role of that post")
    parser.add_argument("--area", action="append", default=[], help="an area of cooperation of that post")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="the officer's language")
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Do it, and write it in the private log."""
    open_node(args)
    compact = compact_of(args)
    if args.what == "list":
        return list_officers(compact)
    if not args.name:
        raise Refused("officer.unknown", username="-")
    from hamsaya.people.access_log import note

    result = {"add": add, "assign": assign_post, "invite": invite_again, "revoke": shut_out}[args.what](args, compact)
    note(compact, f"officer-{args.what}", "operator", args.name, args.post or "")
    return result


def list_officers(compact: str) -> Result:
    """Return who holds which post now."""
    from hamsaya.people.models import Assignment

    held = Assignment.objects.current(datetime.now(UTC)).filter(post__compact=compact).select_related("officer")
    rows: list[dict[str, Any]] = [
        {
            "name": each.officer.username,
            "post": each.post.code,
            "roles": ",".join(each.post.roles),
            "areas": ",".join(each.post.areas),
            "signs_in": "yes" if each.officer.has_usable_password() else "not enrolled",
        }
        for each in held
    ]
    return Result({"officers": rows}, table(rows, ("name", "post", "roles", "areas", "signs_in")))


def add(args: Namespace, compact: str) -> Result:
    """Store a new officer at a post and return the enrolment code."""
    from hamsaya.people.enrol import add_officer, assign, invite

    post = _post(args, compact)
    officer = add_officer(args.name, args.language)
    assign(officer, post, datetime.now(UTC))
    return _code(args.name, invite(officer, datetime.now(UTC)))


def assign_post(args: Namespace, compact: str) -> Result:
    """Give an officer one more post."""
    from hamsaya.people.enrol import assign, officer_named

    post = _post(args, compact)
    assign(officer_named(args.name), post, datetime.now(UTC))
    return Result({"name": args.name, "post": post.code}, [f"{args.name} now holds {post.code}."])


def invite_again(args: Namespace, compact: str) -> Result:  # noqa: ARG001 -- all four take the same
    """Shut whatever opened before, and return a new enrolment code."""
    from hamsaya.people.enrol import invite, officer_named

    return _code(args.name, invite(officer_named(args.name), datetime.now(UTC)))


def shut_out(args: Namespace, compact: str) -> Result:  # noqa: ARG001 -- all four take the same
    """Shut the officer out at once."""
    from hamsaya.people.enrol import officer_named, revoke

    revoke(officer_named(args.name), datetime.now(UTC))
    return Result({"revoked": args.name}, [f"{args.name} is shut out; every sign-in has ended."])


def _code(name: str, code: str) -> Result:
    return Result({"name": name, "code": code}, [f"Enrolment code of {name}, for three days, to be used once: {code}"])


def _post(args: Namespace, compact: str) -> "Post":
    """Return the post, made on first use from the office in the compact."""
    from django.conf import settings

    from hamsaya.core.compact import load_compact
    from hamsaya.people.models import Post

    agreed = load_compact(settings.HAMSAYA_NODE.compact_source(compact))
    party = settings.HAMSAYA_NODE.membership(compact).party
    office = next((each for each in agreed.offices if each.id == args.post and each.party == party), None)
    if office is None:
        raise Refused("post.unknown", post=args.post or "-", compact=compact)
    if unknown := set(args.area) - {area.id for area in agreed.areas}:
        raise Refused("area.unknown", area=min(unknown))
    made, is_new = Post.objects.get_or_create(
        compact=compact, code=office.id, defaults={"office": office.id, "title": dict(office.name)}
    )
    if is_new or args.role:
        made.roles, made.areas = args.role, args.area
        made.save()
    return made


COMMAND = Command(
    name="officer",
    does="add officers, give them posts, shut them out",
    text=(
        "An officer is a person who signs in here; a post is an office of our side in the compact, and acts are "
        "signed with the post. 'add' and 'invite' print a code: hand it over in person. With it the officer sets "
        "a password and a second factor at /enrol/. 'revoke' shuts an officer out in one step. Officers never "
        "leave the node."
    ),
    examples=(
        (
            "hamsaya officer add s.karimi --post ir-duty-officer --role duty --area security --language fa",
            "a new officer",
        ),
        ("hamsaya officer invite s.karimi", "the phone was lost: a new code, and the old one opens nothing"),
        ("hamsaya officer revoke s.karimi", "shut out at once"),
        ("hamsaya officer list --json", "who holds which post"),
    ),
    run=run,
    arguments=arguments,
)
