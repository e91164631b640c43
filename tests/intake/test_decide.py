"""From a draft to a signed act with the exact words it came from; and every step taken back."""

import pytest
from tests.intake.conftest import Take
from tests.node.world import COMPACT, NOW

from hamsaya.core.errors import Refused
from hamsaya.intake import decide, enter
from hamsaya.intake.become import Desk, body_of
from hamsaya.intake.here import desk_of
from hamsaya.intake.models import Draft, Source, Step
from hamsaya.node import queries
from hamsaya.people.viewer import Viewer

LIAISON = (
    "Both sides agreed that liaison officers are to be stationed at the earliest date. "
    "The ministers agreed to open five border markets."
)


def first(source: Source, find: str) -> Draft:
    found = source.drafts.filter(find=find).first()
    assert found is not None, list(source.drafts.values_list("find", "quote"))
    return found


def accept(draft: Draft, viewer: Viewer, link: str = "") -> Draft:
    decide.accept(draft, desk_of(viewer), viewer, NOW, link)
    return draft


def signed(source: Source, viewer: Viewer) -> list[str]:
    made = enter.sign(source, desk_of(viewer), viewer, NOW)
    assert [each.error for each in made if each.error] == []
    return [each.draft.record for each in made]


def test_an_accepted_draft_becomes_an_act_with_its_provenance(take: Take, viewer: Viewer, desk: Desk) -> None:
    source = take("a.txt", LIAISON)
    draft = accept(first(source, "commitment"), viewer)
    assert queries.records(viewer, COMPACT, kind="commitment").total == 0
    (record,) = signed(source, viewer)
    source.refresh_from_db()
    found = queries.record(viewer, COMPACT, record)
    assert (found.state.modality, found.row.status, found.state.number) == ("agreed", "reported", "C01")
    assert found.state.sources == [source.record]
    assert found.state.quotes == [
        {
            "source": source.record, "file": source.digest, "start": draft.start, "end": draft.end, "text": draft.quote,
            "rule": draft.rule, "modality": "agreed",
        }
    ]  # fmt: skip
    assert source.text[draft.start : draft.end] == draft.quote
    (act,) = queries.history(viewer, COMPACT, record)
    assert act.post == "ir-sitting-desk"
    assert queries.record(viewer, COMPACT, source.record).state.file == source.digest


def test_numbers_follow_one_another(take: Take, viewer: Viewer) -> None:
    source = take("a.txt", LIAISON)
    for draft in source.drafts.filter(find="commitment"):
        accept(draft, viewer)
    numbers = [queries.record(viewer, COMPACT, record).state.number for record in signed(source, viewer)]
    assert numbers == ["C01", "C02"]


def test_a_further_source_is_folded_in_with_its_own_modality(take: Take, viewer: Viewer) -> None:
    earlier, later = take("a.txt", LIAISON), take("b.txt", "Iran plans to station liaison officers at the border.")
    accept(first(earlier, "commitment"), viewer)
    (record, *_) = signed(earlier, viewer)
    draft = decide.add(later, viewer, NOW, 0, 28, "call")
    accept(draft, viewer, f"fold:{record}")
    assert signed(later, viewer) == [record]
    state = queries.record(viewer, COMPACT, record).state
    later.refresh_from_db()
    assert [(cite["modality"], cite["sources"]) for cite in state.cites] == [("called", [later.record])]
    assert state.modality == "agreed"


def test_a_denial_opens_a_claim_and_the_attribution_is_apart(five: dict[str, Source], viewer: Viewer) -> None:
    source = five["S0"]
    denial = accept(first(source, "denial"), viewer)
    blamed = decide.add(
        source, viewer, NOW, *decide.locate(source, denial, "which terrorist elements had made up"), "attribution"
    )
    accept(blamed, viewer)
    signed(source, viewer)
    claims = queries.records(viewer, COMPACT, kind="claim").rows
    assert [row.record for row in claims] == [denial.record]
    parts = [part["en"] for part in queries.record(viewer, COMPACT, denial.record).state.parts]
    whole = "the two had acted against terrorist elements in an operation"
    assert parts == [whole, "the two", "joint operation", "along the common border"]
    said = {state.sort: state for state in queries.states(viewer, COMPACT, "statement")}
    assert set(said) == {"denied", "attributed"}
    assert {state.on for state in said.values()} == {denial.record}
    assert said["attributed"].words == {"en": "which terrorist elements had made up"}
    assert queries.record(viewer, COMPACT, denial.record).state.answers == {}


def test_each_step_is_taken_back(take: Take, viewer: Viewer) -> None:
    source = take("a.txt", LIAISON)
    draft = first(source, "commitment")
    before = list(Draft.objects.values("pk", "state", "start", "end", "quote", "kind", "fields"))
    accept(draft, viewer)
    decide.reject(source.drafts.all()[1], viewer, NOW, "context")
    decide.respan(draft, viewer, NOW, draft.start, draft.end - 5)
    decide.change(draft, viewer, NOW, kind="statement", fields={})
    start = draft.start + 5
    decide.split(draft, viewer, NOW, *decide.locate(source, draft, source.text[start : start + 12]))
    decide.add(source, viewer, NOW, 0, 10, "statement")
    while Step.objects.exists():
        decide.undo(source)
    assert list(Draft.objects.values("pk", "state", "start", "end", "quote", "kind", "fields")) == before
    with pytest.raises(Refused) as none_left:
        decide.undo(source)
    assert none_left.value.code == "draft.nothing-to-undo"


def test_what_is_signed_is_not_taken_back(take: Take, viewer: Viewer) -> None:
    source = take("a.txt", LIAISON)
    draft = accept(first(source, "commitment"), viewer)
    signed(source, viewer)
    draft.refresh_from_db()
    for step in (
        lambda: decide.reject(draft, viewer, NOW, "context"),
        lambda: accept(draft, viewer),
        lambda: decide.respan(draft, viewer, NOW, 0, 4),
    ):
        with pytest.raises(Refused) as refused:
            step()
        assert refused.value.code == "draft.signed"


def test_signing_again_after_a_crash_doubles_nothing(take: Take, viewer: Viewer) -> None:
    source = take("a.txt", LIAISON)
    accept(first(source, "commitment"), viewer)
    (record,) = signed(source, viewer)
    Draft.objects.filter(record=record).update(state="accepted")
    assert signed(source, viewer) == [record]
    assert queries.records(viewer, COMPACT, kind="commitment").total == 1


def test_a_split_gives_the_pieces_in_order(take: Take, viewer: Viewer) -> None:
    source = take("a.txt", LIAISON)
    draft = first(source, "commitment")
    middle = "to be stationed"
    made = decide.split(draft, viewer, NOW, *decide.locate(source, draft, middle))
    assert [each.quote for each in made][1] == middle
    assert " ".join(each.quote for each in made) == draft.quote
    assert draft.state == "split"


@pytest.mark.parametrize(
    ("edge", "way", "quote"),
    [
        ("end", "in", "two three"),
        ("end", "out", "two three four five"),
        ("start", "in", "three four"),
        ("start", "out", "one two three four"),
    ],
)
def test_an_edge_moves_by_a_word(take: Take, viewer: Viewer, edge: str, way: str, quote: str) -> None:
    source = take("a.txt", "one two three four five")
    draft = decide.add(source, viewer, NOW, 4, 18, "statement")
    decide.respan(draft, viewer, NOW, *decide.nudged(draft, edge, way))
    assert draft.quote == quote


def test_words_that_are_not_in_the_report_are_refused(take: Take, viewer: Viewer) -> None:
    source = take("a.txt", LIAISON)
    with pytest.raises(Refused) as refused:
        decide.locate(source, first(source, "commitment"), "station officers in Quetta")
    assert refused.value.code == "draft.not-there"


def test_a_private_detail_typed_into_a_field_stops_the_draft(take: Take, viewer: Viewer) -> None:
    source = take("a.txt", LIAISON)
    draft = first(source, "commitment")
    decide.change(draft, viewer, NOW, kind="commitment", fields={"title": {"en": "Ring +92 300 1234567"}})
    with pytest.raises(Refused) as refused:
        accept(draft, viewer)
    assert (refused.value.code, refused.value.params["what"]) == ("screen.found", "contact.phone")
    draft.refresh_from_db()
    assert draft.state == "open"


def test_words_next_to_a_blacked_out_place_become_no_record(take: Take, viewer: Viewer) -> None:
    source = take("a.txt", "Iran agreed to write to editor@example.org about the crossing.")
    draft = decide.add(source, viewer, NOW, 0, len(source.text), "statement")
    with pytest.raises(Refused) as refused:
        accept(draft, viewer)
    assert refused.value.code == "draft.hidden"


def test_what_is_not_stated_is_said_so(take: Take, viewer: Viewer, desk: Desk) -> None:
    source = take("a.txt", LIAISON)
    body = body_of(first(source, "commitment"), source, desk)
    assert body["due"] == "not-stated"
    assert {"date", "which_side", "number", "powers", "definition"} <= set(body["missing"])
    statement = decide.add(source, viewer, NOW, 0, 10, "statement")
    assert body_of(statement, source, desk)["office"] == "not-stated"


def test_the_five_reports_give_two_arrival_days_side_by_side(
    five: dict[str, Source], viewer: Viewer, desk: Desk
) -> None:
    from hamsaya.intake import alike

    text = five["S0"].text
    start = text.index("reached Islamabad on Wednesday night")
    arrived = decide.add(five["S0"], viewer, NOW, start, start + 36, "meeting")
    thursday = first(five["S1"], "meeting")
    for draft in five["S1"].drafts.filter(find="meeting"):
        thursday = draft if "Thursday" in draft.quote else thursday
    assert body_of(arrived, five["S0"], desk)["happened"] == {"at": "2024-11-06", "precision": "day"}
    found = alike.beside(arrived, five["S0"], desk, viewer).differing
    assert ("dates", {"at": "2024-11-07", "precision": "day"}, thursday.pk) in [
        (d.what, d.value, d.draft) for d in found
    ]


@pytest.mark.parametrize(
    ("text", "office"),
    [
        (
            "Foreign Minister Ali Example said in Islamabad that ties are good. Iran's foreign minister left.",
            "ir-foreign-minister",
        ),
        ("Foreign Minister Ali Example spoke. The foreign minister of Pakistan thanked him.", "pk-foreign-minister"),
        ("Foreign Minister Ali Example spoke. Iran's foreign minister met Pakistan's foreign minister.", "not-stated"),
        ("Foreign Minister Ali Example thanked Pakistan.", "not-stated"),
    ],
)
def test_an_office_that_both_sides_have_is_not_guessed(desk: Desk, text: str, office: str) -> None:
    from hamsaya.intake.offices import office_of_speaker

    name = "Ali Example"
    start = text.index(name)
    source = Source(text=text, entities=[[start, start + len(name), "person", name, "Foreign Minister", ""]])
    assert office_of_speaker(name, source, desk.compact) == office


def test_letters_near_a_claim_are_listed_beside_it(five: dict[str, Source], viewer: Viewer, desk: Desk) -> None:
    from tests.node.world import letter

    from hamsaya.intake import alike
    from hamsaya.node import ledger

    near = letter(happened={"at": "2024-11-05", "precision": "day"})
    far = letter(happened={"at": "2024-08-05", "precision": "day"})
    ledger.append(COMPACT, [near, far], post="d", now=NOW)
    denial = first(five["S0"], "denial")
    assert [row.record for row in alike.letters_near(denial, five["S0"], desk, viewer)] == [near.record]
    assert alike.letters_near(first(five["S3"], "commitment"), five["S3"], desk, viewer) == ()
