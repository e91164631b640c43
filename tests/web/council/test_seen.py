"""The council seen: every chart with its table and its data, from what the post may see and no more."""

import csv
from io import StringIO

import pytest
from tests.web.conftest import SignIn

from hamsaya.cli.example import load_records
from hamsaya.core.text import LANGUAGES, word

pytestmark = pytest.mark.django_db
NAMES = ("by-status", "by-gap", "slips", "ways", "sitting-gaps", "waits")


@pytest.fixture
def example(compact: str) -> str:
    load_records(compact, "IR")
    return compact


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_chart_stands_on_the_page_in_each_language(example: str, sign_in: SignIn, lang: str) -> None:
    page = sign_in(lang).get(f"/{example}/council/charts/").content.decode()
    assert [page.count(f'id="{name}"') for name in NAMES] == [1] * len(NAMES)
    assert word("seen.by_status", lang) in page


def test_each_chart_has_its_data_and_counts_every_commitment(example: str, sign_in: SignIn) -> None:
    client = sign_in("fa")
    for name in NAMES:
        assert client.get(f"/{example}/council/charts/{name}.csv")["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(
        csv.DictReader(StringIO(client.get(f"/{example}/council/charts/by-status.csv").content.decode("utf-8-sig")))
    )
    commitments = client.get(f"/{example}/list/commitment/?format=csv").content.decode("utf-8-sig")
    counted = sum(int(value) for row in rows for name, value in row.items() if name != "row")
    assert counted == len(list(csv.DictReader(StringIO(commitments))))
    assert client.get(f"/{example}/council/charts/other.csv").status_code == 404
