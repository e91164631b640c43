"""The claims desk as data: JSON, CSV and ClaimReview."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse

from hamsaya.core.reader import Reader
from hamsaya.exchange.publish.reviewed import COLUMNS, reviews, rows_of
from hamsaya.records.claim import Claim
from hamsaya.web.table import table_csv

Found = Sequence[tuple[Any, Claim]]


def _json(found: Found, _reader: Reader) -> HttpResponse:
    return JsonResponse({"claims": [each for row, state in found for each in rows_of(row, state)]})


def _csv(found: Found, _reader: Reader) -> HttpResponse:
    made = (each for row, state in found for each in rows_of(row, state))
    return table_csv(COLUMNS, ([each[column] for column in COLUMNS] for each in made), "claims")


def _claim_review(found: Found, reader: Reader) -> HttpResponse:
    made = [each for row, state in found for each in reviews(row.record, state, reader.compact, reader.lang)]
    return HttpResponse(json.dumps(made, ensure_ascii=False, indent=1), content_type="application/ld+json")


FORMS: dict[str, Callable[[Found, Reader], HttpResponse]] = {"json": _json, "csv": _csv, "claimreview": _claim_review}
