"""Reading public reports: from a report's text to drafts that a person confirms."""

from hamsaya.reading.explain import explain
from hamsaya.reading.jsonform import to_json
from hamsaya.reading.model import Reading
from hamsaya.reading.reader import read

__all__ = ["Reading", "explain", "read", "to_json"]
