"""One parser under atheris: `python -m fuzz.guided NAME CORPUS [libFuzzer options]`."""

import sys

import atheris  # optional: `pip install atheris`

with atheris.instrument_imports(include=["hamsaya"]):
    from fuzz.targets import attempt


def main() -> None:
    """Fuzz until the time is up or something is found."""
    name = sys.argv.pop(1)

    def once(data: bytes) -> None:
        attempt(name, data)

    atheris.Setup(sys.argv, once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
