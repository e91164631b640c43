"""The one error root: three branches, each with a stable code and no translated text."""


class HamsayaError(Exception):
    """Root of all errors; `code` is stable, `params` fill the sentence that the words tables hold for it."""

    def __init__(self, code: str, **params: object) -> None:
        """Keep the dotted `code` (`letter.too-long`) and the values its sentence needs."""
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """Return the code and its values, for logs."""
        values = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code} ({values})" if values else self.code


class Refused(HamsayaError):
    """A rule said no: shown to the person who asked, nothing was changed."""


class Untrusted(HamsayaError):
    """Bytes from outside failed to verify: kept as evidence, flagged, not applied."""


class Broken(HamsayaError):
    """An invariant of our own does not hold: stop appending and say so."""
