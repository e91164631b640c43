"""Areas and what goes across them: projects, seasons, concerns, visits with reciprocity; words stay in their column."""

import pytest
from tests.node.world import NOW
from tests.web.conftest import SignIn

from hamsaya.cli.example import load_records
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES, word
from hamsaya.node import ledger
from hamsaya.node.lookup import compact_of
from hamsaya.people.viewer import Viewer
from hamsaya.records.body import BodyKind
from hamsaya.records.concern import ConcernKind
from hamsaya.records.season import SeasonKind
from hamsaya.web.council import programme

pytestmark = pytest.mark.django_db
OPERATOR = Viewer.operator("irpk")


@pytest.fixture
def example(compact: str) -> str:
    load_records(compact, "IR")
    drafts = [
        ledger.Draft("season", "plan", "IR/arbaeen", SeasonKind.example[0].body),
        ledger.Draft("season", "tally", "IR/arbaeen", {"day": "2027-07-12", "crossed": 3100, "left": 900}),
        ledger.Draft("season", "tally", "IR/arbaeen", {"day": "2027-07-13", "crossed": "not-known", "left": 10}),
        ledger.Draft("concern", "raise", "IR/paths", ConcernKind.example[0].body),
    ]
    ledger.append(compact, drafts, post="ir-desk", now=NOW)
    return compact


def reader(compact: str, lang: str = "en") -> Reader:
    """Return a reader at IR's node."""
    return Reader.of(compact_of(OPERATOR, compact)[1], "IR", lang)


def test_the_stalled_pipeline_says_by_whom_and_what_is_offered(example: str, sign_in: SignIn) -> None:
    for lang in LANGUAGES:
        text = sign_in(lang).get(f"/{example}/council/areas/energy/").content.decode()
        office = programme.office("ir-foreign-minister", reader(example, lang))
        assert word("council.says", lang, office=office) in text
        assert word("council.no_account", lang) in text
    (project,) = programme.projects(OPERATOR, example, "energy", reader(example))
    assert [(code, account is not None) for code, account in project["accounts"]] == [("IR", True), ("PK", False)]


def test_a_season_counts_what_is_known_and_says_what_is_not(example: str, sign_in: SignIn) -> None:
    (season,) = programme.seasons(OPERATOR, example, reader(example))
    assert (season["crossed"], season["days"], season["unknown"], season["capacity"]) == (3100, 1, 1, None)
    text = sign_in("en").get(f"/{example}/council/areas/pilgrimage/").content.decode()
    assert word("council.days_unknown", "en", count="1") in text


def test_a_concern_stands_with_what_would_allay_it(example: str, sign_in: SignIn) -> None:
    text = sign_in("en").get(f"/{example}/council/areas/border/").content.decode()
    assert "A joint look at the three paths named in the annex." in text


def test_visits_of_an_area_are_those_that_were_for_it(example: str) -> None:
    every = programme.visits(OPERATOR, example, reader(example))
    here = programme.visits(OPERATOR, example, reader(example), "defence")
    assert 0 < len(here) < len(every)
    counts = programme.reciprocity(every, reader(example))
    assert [code for code, _ in counts] == ["IR", "PK", ""]
    assert sum(count for _, count in counts) == len(every)


def test_judgements_and_positions_stand_in_their_sides_column(example: str, sign_in: SignIn) -> None:
    found = dict(programme.judged(OPERATOR, example, reader(example)))
    assert [len(found["IR"]), len(found["PK"])] == [3, 0]
    for lang in LANGUAGES:
        text = sign_in(lang).get(f"/{example}/council/areas/all/").content.decode()
        for key in ("principles", "events", "judged", "positions", "nothing_said"):
            assert word(f"council.{key}", lang) in text


def test_an_area_that_is_none_is_not_found(example: str, sign_in: SignIn) -> None:
    assert sign_in().get(f"/{example}/council/areas/nowhere/").status_code == 404


def test_a_body_shows_its_mandate_and_its_longest_gap_in_reading_direction(example: str, sign_in: SignIn) -> None:
    body = {
        "title": {"en": "Border commission"},
        "level": "province",
        "interval": 3,
        "mandate": {"en": "Open crossings."},
    }
    meet = [{"happened": {"at": day, "precision": "day"}} for day in ("2024-01-10", "2024-03-10", "2025-03-10")]
    drafts = [ledger.Draft("body", "enter", "IR/jbc", body)]
    drafts += [ledger.Draft("body", "meet", "IR/jbc", {**each, "number": str(at)}) for at, each in enumerate(meet, 21)]
    ledger.append(example, drafts, post="ir-desk", now=NOW)
    english, persian = (sign_in(lang).get(f"/{example}/council/bodies/").content.decode() for lang in ("en", "fa"))
    assert "Open crossings." in english
    assert word("council.longest", "en", count="12") in english
    assert '<text class="rail-t" x="20" y="38">2024' in english
    assert '<text class="rail-t" x="580" y="38">۲۰۲۴' in persian


def test_visits_and_sittings_are_listed_by_their_day_and_commitments_by_what_is_due(
    example: str, sign_in: SignIn
) -> None:
    client = sign_in("fa")
    visits = client.get(f"/{example}/list/visit/").content.decode()
    assert (f'<th scope="col">{word("web.day", "fa")}</th>' in visits, word("web.due", "fa") in visits) == (True, False)
    assert "۱۶ آبان ۱۴۰۳" in visits
    assert (
        f'<th scope="col">{word("web.due", "fa")}</th>' in client.get(f"/{example}/list/commitment/").content.decode()
    )


def test_gaps_between_meetings_stand_with_the_readers_comma(example: str, sign_in: SignIn) -> None:
    days = ("2020-01-01", "2020-06-01", "2021-01-01")
    acts = [("enter", BodyKind.example[0].body)]
    acts += [("meet", {"happened": {"precision": "day", "at": day}}) for day in days]
    drafts = [ledger.Draft("body", act, "IR/jbc", body) for act, body in acts]
    ledger.append(example, drafts, post="ir-desk", now=NOW)
    shown = sign_in("fa").get(f"/{example}/council/bodies/").content.decode()
    assert f"۵{word('phrase.list_comma', 'fa')} ۷" in shown


def test_who_may_not_see_desks_is_told_so(example: str, sign_in: SignIn) -> None:
    for name, key in (("desk", "desks_hidden"), ("duty", "no_desk")):
        shown = sign_in("ur", name).get(f"/{example}/in/directory/").content.decode()
        said = [each for each in ("desks_hidden", "no_desk") if word(f"web.{each}", "ur") in shown]
        assert said == [key]
