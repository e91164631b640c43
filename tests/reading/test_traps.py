"""The eighteen traps of the source reports, each by its name.

On the reports retold here and, where present, on the real files.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from hamsaya.reading import Reading, read
from hamsaya.reading.compare import arrivals, names, same_events
from hamsaya.reading.skeleton import may_be_same

ROOT = Path(__file__).parents[2]
RETOLD = ROOT / "examples/iran-pakistan/reports"
REAL = ROOT.parent / "shared/reports"


@pytest.fixture(params=["retold", "real"])
def reports(request: pytest.FixtureRequest) -> list[Reading]:
    """Return the five reports S0 to S4 of one source."""
    if request.param == "retold":
        return [read((RETOLD / f"S{n}.txt").read_text(encoding="utf-8"), f"S{n}") for n in range(5)]
    if not REAL.exists():
        pytest.skip("the real reports are not beside this checkout")
    return [read(p.read_text(encoding="utf-8"), f"S{n}") for n, p in enumerate(sorted(REAL.glob("*.txt")))]


def texts(reading: Reading, kind: str) -> list[str]:
    """Return the quotations of one kind."""
    return [d.span.text for d in getattr(reading, kind)]


def near(reading: Reading, word: str, kind: str = "commitments") -> list[str]:
    """Return the quotations of one kind that hold a word."""
    return [t for t in texts(reading, kind) if word in t]


def sentences(reading: Reading, word: str) -> Iterator[str]:
    """Yield the modality of each sentence that holds a word."""
    yield from (s.modality for s in reading.sentences if word in s.span.text)


def test_t1_two_arrival_days_are_both_kept(reports: list[Reading]) -> None:
    (found,) = arrivals(reports)
    assert [(w.file, w.value) for w in found.words] == [("S0", "2024-11-06"), ("S1", "2024-11-07")]


def test_t2_exhibition_dates_that_differ_are_both_kept(reports: list[Reading]) -> None:
    _, (found,) = same_events(reports)
    assert [(w.file, w.value) for w in found.words] == [
        ("S0", "2024-11-19/2024-11-22"),
        ("S1", "2024-11-11/2024-11-17"),
    ]


def test_t3_two_names_of_one_exhibition_are_suggested_not_merged(reports: list[Reading]) -> None:
    (found,), _ = same_events(reports)
    assert (found.reason, [w.file for w in found.words]) == ("both a exhibition in Karachi", ["S0", "S1"])


def test_t4_one_general_in_four_spellings(reports: list[Reading]) -> None:
    group = next(g for g in names(reports) if any("Qureishi" in w.value for w in g.words))
    assert {w.value for w in group.words} == {"Hojatollah Ghoreishi", "Ghoreishi", "Qureishi", "Hojjatollah Quresihi"}


def test_t4_other_surnames_stay_apart() -> None:
    assert [
        may_be_same(a, b)
        for a, b in (("Asim Munir", "Syed Asim Munir"), ("Asim Munir", "Ishaq Dar"), ("Ali Larijani", "Sadeq Larijani"))
    ] == [True, False, False]


def test_t5_assessments_of_coordination_stand_side_by_side(reports: list[Reading]) -> None:
    found = [(r.file, a.direction) for r in reports for a in r.assessments if a.scope == "coordination"]
    assert found == [("S0", "positive"), ("S0", "positive"), ("S1", "positive"), ("S4", "negative")]


def test_t6_the_mechanism_has_two_sources(reports: list[Reading]) -> None:
    assert [len(near(r, "consultative mechanism")) for r in reports] == [0, 0, 1, 1, 0]


def test_t7_liaison_officers_planned_and_agreed_stay_two_wordings(reports: list[Reading]) -> None:
    agreed = {c.modality for c in reports[3].commitments if "liaison officers" in c.span.text}
    assert (agreed, list(sentences(reports[2], "liaison officers"))) == ({"AGREED"}, ["PROPOSED"])


def test_t8_the_number_of_markets_is_given_once(reports: list[Reading]) -> None:
    markets = [(r.file, c.number) for r in reports for c in r.commitments if "border markets" in c.span.text]
    assert ("S3", "five") in markets
    assert [number for file, number in markets if file == "S2"] in ([], [None])


def test_t9_slips_stay_in_the_quotation(reports: list[Reading]) -> None:
    assert (len(near(reports[3], "alternatively")), len(near(reports[3], "respected areas"))) == (1, 1)


def test_t10_joint_measures_are_no_operation(reports: list[Reading]) -> None:
    assert [texts(r, "incidents") for r in (reports[1], reports[2], reports[4])] == [[], [], []]


def test_t11_denial_and_attribution_are_two_records(reports: list[Reading]) -> None:
    assert (len(reports[0].denials), [a.source for a in reports[0].attributions]) == (1, ["terrorist elements"])


def test_t11_the_denied_operation_and_the_real_one(reports: list[Reading]) -> None:
    found = [(i.status, i.joint, i.distance_km) for i in reports[0].incidents]
    assert found == [("denied", True, None), ("reported", False, 30.0)]


def test_t12_the_writers_gloss_binds_nobody(reports: list[Reading]) -> None:
    assert (list(sentences(reports[2], "significant step")) or list(sentences(reports[2], "important step"))) == [
        "CONTEXT"
    ]


def test_t13_words_about_third_parties_stand_only_in_quotations(reports: list[Reading]) -> None:
    loaded = ("aggression", "genocidal", "atrocities")
    named = [c.rule for c in reports[4].commitments if any(w in c.span.text for w in loaded)]
    assert named == []


def test_t14_a_weekday_without_a_header_has_no_date_but_a_reason(reports: list[Reading]) -> None:
    tuesday = next(e for e in reports[4].entities if e.span.text == "Tuesday")
    assert (reports[4].doc_date, tuesday.norm, tuesday.reason) == (None, None, "weekday without a report date")


def test_t14_a_year_is_inferred_and_says_so(reports: list[Reading]) -> None:
    range_ = next(e for e in reports[0].entities if e.span.text == "November 19-22")
    assert (range_.norm, range_.reason) == ("2024-11-19/2024-11-22", "year inferred from the report's date")


def test_t15_the_office_stays_while_its_holder_changes(reports: list[Reading]) -> None:
    holders = {
        e.norm
        for r in reports
        for e in r.entities
        if e.type == "person" and "oreign" in e.office and "Iran" in e.office
    }
    assert {"Hossein Amir-Abdollahian"} < holders
    assert any("Araghchi" in (h or "") for h in holders)


def test_t16_remaining_names_no_total(reports: list[Reading]) -> None:
    (draft,) = [c for c in reports[3].commitments if "remaining border markets" in c.span.text]
    assert (draft.number, "place" in draft.missing, "deadline" in draft.missing) == ("five", True, True)


def test_t17_sub_headings_are_structure(reports: list[Reading]) -> None:
    heads = [s for s in reports[2].sentences if s.kind == "heading" and "Retold" not in s.span.text]
    inside = [
        d.span.text
        for h in heads
        for d in (*reports[2].commitments, *reports[2].calls, *reports[2].statements)
        if h.span.start <= d.span.start < h.span.end
    ]
    assert (len(heads), inside) == (3, [])


def test_t18_never_any_border_problems_is_someones_word(reports: list[Reading]) -> None:
    found = [s.modality for s in reports[3].sentences if "territorial differences" in s.span.text]
    assert (found, reports[3].incidents) == (["ASSERTED"], ())


def test_all_72_units_have_the_right_modality() -> None:
    table = ROOT.parent / "shared/requirements.md"
    if not table.exists():
        pytest.skip("the table of units is not beside this checkout")
    units = json.loads((Path(__file__).parent / "units.json").read_text(encoding="utf-8"))
    readings = [read(p.read_text(encoding="utf-8")) for p in sorted(REAL.glob("*.txt"))]
    found = {(n, s.span.start, s.span.end): s.modality for n, r in enumerate(readings) for s in r.sentences}
    wrong = [
        (u["unit"], found.get((u["report"], u["start"], u["end"])))
        for u in units
        if found.get((u["report"], u["start"], u["end"])) not in u["modality"]
    ]
    assert (len(units), wrong) == (72, [])
