"""What a password's hash costs on a node: the settings of the library, which the other tests lower."""

import subprocess
import sys

from tests.cli.shell import environment

CODE = """
import django
django.setup()
from django.contrib.auth.hashers import identify_hasher, make_password
found = identify_hasher(encoded := make_password("two neighbours")).decode(encoded)
print(found["variety"], found["time_cost"] >= 2, found["memory_cost"] >= 65_536)
"""


def test_a_stolen_hash_is_dear_to_guess() -> None:
    more = {"DJANGO_SETTINGS_MODULE": "hamsaya.settings", "HAMSAYA_SECRET_KEY": "s" * 50, "HAMSAYA_HOME": "/nowhere"}
    done = subprocess.run(
        [sys.executable, "-c", CODE], env=environment() | more, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["argon2id", "True", "True"]
