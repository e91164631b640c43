"""`hamsaya digest`: to which posts what changed goes by e-mail."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from hamsaya.cli.command import Command, Result
from hamsaya.cli.open_node import add_compact, compact_of, open_node
from hamsaya.cli.show_text import table
from hamsaya.core.errors import Refused
from hamsaya.core.text import LANGUAGES

EVERY = {"day": 1, "week": 7, "month": 30}


def arguments(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", choices=("set", "off", "list"), help="what to do")
    parser.add_argument("post", nargs="?", metavar="POST", help="a post of our own side")
    parser.add_argument("address", nargs="?", metavar="ADDRESS", help="the post's own e-mail address")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="the digest's language")
    parser.add_argument("--every", choices=tuple(EVERY), default="week", help="how often (week)")
    add_compact(parser)


def run(args: Namespace) -> Result:
    """Do it, and write it in the private log."""
    open_node(args)
    from django.conf import settings

    from hamsaya.people.access_log import note
    from hamsaya.people.models import Post, PostMail

    compact = compact_of(args)
    if args.what == "list":
        kept = PostMail.objects.filter(post__compact=compact).select_related("post").order_by("post__code")
        rows = [
            {"post": each.post.code, "address": each.address, "language": each.language, "days": each.days}
            for each in kept
        ]
        lines = table(rows, ("post", "address", "language", "days"))
        return Result({"on": bool(settings.EMAIL_HOST), "digests": rows}, lines)
    post = Post.objects.filter(compact=compact, code=args.post or "").first()
    if post is None:
        raise Refused("digest.no-post", post=args.post or "-")
    if args.what == "off":
        PostMail.objects.filter(post=post).delete()
    else:
        values = {"address": checked(args.address or ""), "language": args.language, "days": EVERY[args.every]}
        PostMail.objects.update_or_create(
            post=post, defaults=values, create_defaults={**values, "told": datetime.now(UTC)}
        )
    note(compact, f"digest-{args.what}", "operator", post.code, "")
    return Result({"post": post.code, "on": args.what == "set"}, [f"{post.code}: {args.what}"])


def checked(address: str) -> str:
    """Return an e-mail address; Refused for what is none."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused("digest.address", address=address or "-") from error
    return address


COMMAND = Command(
    name="digest",
    does="send what changed to posts by e-mail",
    text=(
        "A digest tells titles only, and only of what that post may read; letters of the desks are counted, not named. "
        "Nothing is sent until HAMSAYA_MAIL_HOST names a mail server; the password comes from the file that "
        "HAMSAYA_MAIL_PASSWORD_FILE names. The worker sends each digest once it is due."
    ),
    examples=(
        ("hamsaya digest set ir-director director@example.org --language fa", "a digest each week"),
        ("hamsaya digest off ir-director", "no more"),
        ("hamsaya digest list", "who gets one"),
    ),
    run=run,
    arguments=arguments,
)
