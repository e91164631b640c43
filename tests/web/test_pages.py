"""Pages of every kind in every language: lists, records, forms, exports, the log, help."""

import csv
from codecs import BOM_UTF8
from io import StringIO
from typing import Any

import pytest
from django.http import QueryDict
from tests.contract.arrival import record_of
from tests.node.world import NOW, sign_unasked, source
from tests.web.conftest import SignIn

from hamsaya.core.compact import load_compact
from hamsaya.core.fields import NOT_KNOWN
from hamsaya.core.kinds import OWNER, Kind, all_kinds
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES, direction, plural, word
from hamsaya.node import ledger, queries
from hamsaya.people.viewer import Viewer
from hamsaya.web import form

READER = Reader.of(load_compact(source()), "IR")
pytestmark = pytest.mark.django_db
each_kind = pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.wire)


TEST = {"desk": "zahedan", "counter": 2, "desk_state": "staffed", "sent": "2026-11-22T05:00:00Z"}


@pytest.mark.parametrize(("lang", "number"), [("en", "2"), ("fa", "۲"), ("ur", "2")])
def test_a_titles_number_stands_in_the_readers_digits(compact: str, sign_in: SignIn, lang: str, number: str) -> None:
    record = ledger.new_record(compact)
    ledger.append(compact, [ledger.Draft("link-test", "test", record, TEST)], post="ir-duty-officer", now=NOW)
    client = sign_in(lang)
    for place in ("now", "list/link-test", f"r/{record}"):
        page = client.get(f"/{compact}/{place}/").content.decode()
        assert word("link_test_number", lang, number=number) in page


def record_like(compact: str, kind: Kind[Any]) -> str:
    """Return the id of a new record, in an exercise where the kind is nothing else."""
    return ledger.new_record(compact, record_of(kind).partition("/")[2] if "x-" in record_of(kind) else None)


def open_record(compact: str, kind: Kind[Any]) -> str:
    """Append the opening act of a kind's example; return the record's id."""
    step = next(step for step in kind.example if step.by == OWNER and step.act.opens)
    draft = ledger.Draft(kind.wire, step.act.name(), record_like(compact, kind), step.body)
    return sign_unasked(compact, [draft], post="ir-duty", now=NOW)[0].record


@each_kind
def test_a_record_has_its_pages_in_each_language(compact: str, sign_in: SignIn, kind: Kind[Any]) -> None:
    record = open_record(compact, kind)
    slug = record.partition("/")[2]
    for lang in LANGUAGES:
        client = sign_in(lang)
        listing = client.get(f"/{compact}/list/{kind.name}/")
        page = client.get(f"/{compact}/r/{record}/")
        assert (listing.status_code, page.status_code) == (200, 200)
        text = listing.content.decode()
        assert f'<html lang="{lang}" dir="{direction(lang)}">' in text
        assert plural(f"kind.{kind.name}".replace("-", "_"), lang) in text
        assert f"/{compact}/r/IR/{slug}/" in text


@each_kind
def test_every_act_has_a_form_that_says_what_is_missing(compact: str, sign_in: SignIn, kind: Kind[Any]) -> None:
    record = open_record(compact, kind)
    client = sign_in("fa")
    for act in kind.acts:
        address = f"/{compact}/new/{kind.name}/{act.name()}/" if act.opens else f"/{compact}/r/{record}/{act.name()}/"
        asked = client.get(address)
        assert asked.status_code == 200
        if form.read_form(act, QueryDict(), READER).faults:
            refused = client.post(address, {})
            assert refused.status_code == 400
            assert word("web.faults", "fa") in refused.content.decode()


@each_kind
def test_a_list_comes_as_csv_and_as_json(compact: str, sign_in: SignIn, kind: Kind[Any]) -> None:
    record = open_record(compact, kind)
    client = sign_in()
    rows = list(
        csv.DictReader(StringIO(client.get(f"/{compact}/list/{kind.name}/?format=csv").content.decode("utf-8-sig")))
    )
    found = client.get(f"/{compact}/list/{kind.name}/?format=json").json()
    assert [row["record"] for row in rows] == [record] == [row["record"] for row in found["records"]]


def test_a_csv_file_begins_with_the_mark_by_which_a_spreadsheet_reads_it(compact: str, sign_in: SignIn) -> None:
    client = sign_in("fa")
    for address in ("list/incident/", "council/", "claims/", "watch/log/", "watch/late/daily/"):
        file = client.get(f"/{compact}/{address}?format=csv")
        assert file["Content-Type"] == "text/csv; charset=utf-8"
        assert file.content.startswith(BOM_UTF8), address


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_menu_opens_all_letters_with_what_each_is(compact: str, sign_in: SignIn, lang: str) -> None:
    kinds = [kind for kind in all_kinds() if kind.name in {"incident", "request"}]
    records = {open_record(compact, kind) for kind in kinds}
    client = sign_in(lang)
    page = client.get(f"/{compact}/in/desk/").content.decode()
    assert word("web.all_letters", lang) in page
    for kind in kinds:
        assert f"<td>{word(f'kind.{kind.name}', lang)}</td>" in page
    assert page.index("/new/incident/report/") < page.index("/new/clarification/ask/")
    assert "/new/silence/note/" not in page
    found = client.get(f"/{compact}/in/desk/?kind=&status=open&format=json").json()["records"]
    assert {row["record"] for row in found} == records
    assert (
        f"<td>{word('kind.request', lang)}</td>" not in client.get(f"/{compact}/in/desk/?kind=request").content.decode()
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_list_says_where(compact: str, sign_in: SignIn, lang: str) -> None:
    open_record(compact, next(kind for kind in all_kinds() if kind.name == "crossing"))
    page = sign_in(lang).get(f"/{compact}/list/crossing/").content.decode()
    place = load_compact(source()).place("mirjaveh-taftan").name[lang]
    assert f'<span class="small quiet">{place}</span>' in page


def test_what_waits_for_a_side_is_listed_whatever_it_is(compact: str, sign_in: SignIn) -> None:
    record = open_record(compact, next(kind for kind in all_kinds() if kind.name == "claim"))
    party = record.partition("/")[0]
    needs = "them" if party == "IR" else "us"
    found = sign_in().get(f"/{compact}/in/desk/?needs={needs}&format=json").json()["records"]
    assert record in {row["record"] for row in found}


def test_the_form_of_a_link_test_holds_its_number(compact: str, sign_in: SignIn) -> None:
    client, address = sign_in("fa"), f"/{compact}/new/link-test/test/"
    assert 'name="f.counter" inputmode="numeric" value="۱"' in client.get(address).content.decode()
    open_record(compact, next(kind for kind in all_kinds() if kind.name == "link-test"))
    assert 'name="f.counter" inputmode="numeric" value="۲"' in client.get(address).content.decode()


def test_a_number_that_was_typed_is_not_lost_to_not_known() -> None:
    typed = QueryDict("f.injured=۳&f.injured.unknown=1&f.missing.unknown=1&f.dead=")
    kind = next(kind for kind in all_kinds() if kind.name == "incident")
    act = kind.act("report")
    assert act is not None
    draft = form.read_form(act, typed, READER)
    assert {name: draft.body.get(name) for name in ("injured", "missing", "dead")} == {
        "injured": 3, "missing": NOT_KNOWN, "dead": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ({"f.slip": "wrong_place", "f.place.place": "gwadar"}, {"place"}),
        ({"f.slip": "wrong_time", "f.happened.day": "1405/09/01", "f.happened.precision": "day"}, {"happened"}),
    ],
)
def test_a_correction_leaves_as_it_stands_what_it_does_not_name(
    compact: str, sign_in: SignIn, typed: dict[str, str], right: set[str]
) -> None:
    record = open_record(compact, next(kind for kind in all_kinds() if kind.name == "incident"))
    client, address = sign_in("fa"), f"/{compact}/r/{record}/correct/"
    asked = client.get(address).context["asked"]
    drawn = {f"{each.name}.{part}": each.extra.get(part, "") for each in asked for part in ("day", "clock", "inside")}
    drawn |= {f"{each.name}.precision": code for each in asked for code, _, chosen in each.choices if chosen}
    before = queries.record(Viewer.operator(compact), compact, record).state
    assert client.post(address, {**drawn, **typed}).status_code == 302
    after = queries.record(Viewer.operator(compact), compact, record).state
    assert {name for name in ("place", "happened") if getattr(before, name) != getattr(after, name)} == right


def test_a_refusal_marks_the_place_that_it_is_about(compact: str, sign_in: SignIn) -> None:
    client, address = sign_in("ur"), f"/{compact}/new/signal/send/"
    typed = {
        "f.code": "call_me", "f.urgency": "now", "f.happened.precision": "not_stated", "f.place.place": "turbat",
        "f.from_desk": "zahedan", "f.to_desk": "turbat", "f.channel": "security", "f.traffic": "actual",
        "f.basis": "own_observation", "f.certainty": "observed", "f.reply_wanted": "yes",
    }  # fmt: skip
    page = client.post(address, typed).context
    assert [each.name for each in page["asked"] if each.fault] == ["f.urgency_reason"]
    assert word("web.needed_first", "ur") in client.get(address).content.decode()


def test_a_form_without_more_fields_has_no_fold_and_says_what_it_is_about(compact: str, sign_in: SignIn) -> None:
    record = open_record(compact, next(kind for kind in all_kinds() if kind.name == "incident"))
    page = sign_in("fa").get(f"/{compact}/r/{record}/conclude/").content.decode()
    title = queries.record(Viewer.operator(compact), compact, record).row.title["fa"]
    assert word("web.more_fields", "fa") not in page
    assert f'{title} <bdi class="code">{record}</bdi>' in page


def test_an_incident_is_signed_from_the_form(compact: str, sign_in: SignIn) -> None:
    client = sign_in("fa")
    typed = {
        "f.from_desk": "zahedan", "f.to_desk": "turbat", "f.channel": "security", "f.traffic": "actual",
        "f.urgency": "now", "f.urgency_reason": "misreading", "f.happened.day": "۱۴۰۳/۰۸/۱۶",
        "f.happened.clock": "۰۲:۱۰", "f.happened.precision": "minute", "f.place.place": "mirjaveh-taftan",
        "f.place.precision": "exact", "f.basis": "own_observation", "f.certainty": "observed", "f.reply_wanted": "yes",
        "f.incident": "crossing_by_mistake", "f.affects": ["IR", "PK"], "f.dead": "۰", "f.injured": "۲",
        "f.missing.unknown": "1", "f.ongoing": "yes", "f.help_wanted": "no", "f.joint_inquiry": "no",
        "f.text": "سه چوپان با دام",
    }  # fmt: skip
    preview = client.post(f"/{compact}/new/incident/report/preview/", typed).content.decode()
    assert "نادانستہ سرحد عبور کرنا" in preview
    assert '<article class="sheet" lang="ur" dir="rtl">' in preview
    signed = client.post(f"/{compact}/new/incident/report/", typed, follow=True)
    assert signed.status_code == 200
    text = signed.content.decode()
    assert "در ۱۶ آبان ۱۴۰۳ ساعت ۰۲:۱۰ به وقت تهران" in text
    assert "سه چوپان با دام" in text


def test_typed_markup_never_reaches_a_page_as_markup(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    typed = {"f.title.en": "<script>alert(1)</script>", "f.source": "speech", "f.dated": "header", "f.published": ""}
    page = client.post(f"/{compact}/new/report/enter/", typed, follow=True)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()


@pytest.mark.parametrize(
    "address", ["r/IR/nothing/", "list/nothing/", "new/incident/nothing/", "log/IR/999999/", "in/nothing/"]
)
def test_what_is_not_there_is_said_in_the_readers_language(compact: str, sign_in: SignIn, address: str) -> None:
    response = sign_in("ur").get(f"/{compact}/{address}")
    assert response.status_code == 404
    assert word("web.not_found", "ur") in response.content.decode()


def test_the_log_shows_both_sides_and_hands_out_a_proof(compact: str, sign_in: SignIn) -> None:
    record = open_record(compact, next(kind for kind in all_kinds() if kind.name == "report"))
    client = sign_in()
    assert record.partition("/")[0] == "IR"
    assert client.get(f"/{compact}/log/").status_code == 200
    assert client.get(f"/{compact}/log/IR/1/").status_code == 200
    proof = client.get(f"/{compact}/log/IR/1/proof/")
    assert (proof.status_code, proof.headers["Content-Disposition"]) == (200, 'attachment; filename="IR-1.tlog-proof"')
    assert proof.content.startswith(b"c2sp.org/tlog-proof")


def test_pages_carry_the_policy_and_nothing_inline(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    for address in ("now/", "in/desk/", "log/", "help/", "new/incident/report/"):
        response = client.get(f"/{compact}/{address}")
        text = response.content.decode()
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
        assert "style=" not in text
        assert "javascript:" not in text
        assert "http://" not in text.replace("http://www.w3.org", "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_list_asks_for_a_filter_to_be_taken_away_only_where_one_is_set(
    compact: str, sign_in: SignIn, lang: str
) -> None:
    client = sign_in(lang, "duty")
    for query, key in (("", "nothing_listed"), ("?kind=notice", "nothing_listed"), ("?q=market", "nothing_found")):
        page = client.get(f"/{compact}/in/desk/{query}").content.decode()
        said = [each for each in ("nothing_listed", "nothing_found") if word(f"web.{each}", lang) in page]
        assert said == [key]


def test_a_looked_at_preview_is_where_the_page_opens_and_no_draft_is_offered_over_it(
    compact: str, sign_in: SignIn
) -> None:
    client, address = sign_in("fa", "duty"), f"/{compact}/new/link-test/test/"
    fresh, looked_at = client.get(address).content.decode(), client.post(address, {"preview": "1"}).content.decode()
    assert [" data-filled " in page for page in (fresh, looked_at)] == [False, True]
    assert f'formaction="{address}#preview"' in fresh


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"precision": "minute", "day": "1405/13/40", "clock": "8:00"}, "field.day"),
        ({"precision": "range", "day": "1405/01/10", "until_day": "1405/01/32"}, "field.day"),
        ({"precision": "minute", "day": "1405/01/10", "until_day": "nonsense", "clock": "25:00"}, "field.when"),
        ({"precision": "minute", "day": "1405/01/10"}, "field.when"),
    ],
)
def test_a_day_that_is_in_no_calendar_is_called_so(typed: dict[str, str], code: str) -> None:
    given = QueryDict(mutable=True)
    given.update({f"f.happened.{part}": text for part, text in typed.items()})
    act = next(kind for kind in all_kinds() if kind.name == "incident").act("report")
    assert act is not None
    assert form.read_form(act, given, READER).faults["happened"].code == code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_account_leads_back_to_the_board(compact: str, sign_in: SignIn, lang: str) -> None:
    page = sign_in(lang, "duty").get("/people/account/").content.decode()
    assert f'<p class="crumb"><a href="/">{word("web.now", lang)}</a></p>' in page
