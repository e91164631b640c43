"""What a password must be: long, not on the list of common ones, not the officer's name. Kinds of signs are free."""

import unicodedata

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from hamsaya.core.errors import Refused
from hamsaya.core.text import fold

LEAST, MOST = 12, 200
LEAST_SIGNS = 5


def normal_password(typed: str) -> str:
    """Return one form of what was typed, so that another keyboard's ی, ک or digits do not lock an officer out."""
    joined = unicodedata.normalize("NFKC", typed).translate(str.maketrans("يىك", "ییک"))
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in joined)


def check_password(password: str, username: str) -> str:
    """Return the password in its normal form, or raise Refused with the first rule that it breaks."""
    password = normal_password(password)
    if len(password) < LEAST:
        raise Refused("password.too-short", least=LEAST)
    if len(password) > MOST:
        raise Refused("password.too-long", most=MOST)
    if len(set(password)) < LEAST_SIGNS:
        raise Refused("password.too-plain")
    if fold(username) in fold(password):
        raise Refused("password.like-name")
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        raise Refused("password.common") from None
    return password
