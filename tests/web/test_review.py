"""The review page by plain forms: every finding marked, each decided by hand, and from the record back to the words."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.conftest import SignIn

from hamsaya.core.text import LANGUAGES, direction, word
from hamsaya.intake.models import Draft, Source
from hamsaya.web.review.marked import Mark, blocks, lanes

REPORTS = Path(__file__).parents[2] / "examples" / "iran-pakistan" / "reports"
WORDS = (
    "Both sides agreed that liaison officers are to be stationed at the earliest date. "
    "<b onclick=x>Pakistan</b> denied the report of a joint operation."
)


def bring(client: Client, text: str = WORDS, name: str = "a.txt") -> Source:
    files = SimpleUploadedFile(name, text.encode(), content_type="text/plain")
    answer = client.post(reverse("web:sources", args=["irpk"]), {"files": files})
    source = Source.objects.latest("pk")
    assert answer.status_code == 302
    assert answer["Location"] == reverse("web:review", args=["irpk", source.pk])
    return source


DATA = re.compile(r'<script id="[a-z-]+" type="application/json">.*?</script>')
"""Words for the scripts of a page: data, which no browser runs."""


def page(client: Client, source: Source, query: str = "") -> str:
    answer = client.get(reverse("web:review", args=["irpk", source.pk]) + query)
    assert answer.status_code == 200
    return DATA.sub("", answer.content.decode())


def do(client: Client, source: Source, what: str, draft: Draft | None = None, **values: object) -> int:
    data = {"what": what, "draft": draft.pk if draft else "", **values}
    return client.post(reverse("web:review_do", args=["irpk", source.pk]), data).status_code


DATA = re.compile(r'<script id="[\w-]+" type="application/json">.*?</script>', re.DOTALL)
"""What a page hands to its scripts as data; a browser runs none of it."""


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", DATA.sub("", html))).split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pages_speak_the_readers_language(compact: str, sign_in: SignIn, lang: str) -> None:
    client = sign_in(lang)
    source = bring(client)
    html = page(client, source)
    assert f'<html lang="{lang}" dir="{direction(lang)}">' in html
    for key in ("review.accept", "review.reject", "review.keys", "review.by_hand"):
        assert word(key, lang) in html
    assert re.findall(r"\{[a-z_]+\}", text_of(html)) == []
    listed = client.get(reverse("web:sources", args=["irpk"])).content.decode()
    assert word("review.sources", lang) in listed


def test_markup_of_a_report_never_reaches_the_page_unescaped(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    html = page(client, bring(client))
    assert "<b onclick" not in html
    assert "&lt;b onclick=x&gt;" in html


def test_nothing_on_the_page_is_inline(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    html = page(client, bring(client))
    assert re.findall(r'\sstyle="|<script(?![^>]*src)|\son\w+="', DATA.sub("", html)) == []


def test_each_finding_is_marked_once_and_both_ways(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    source = bring(client, (REPORTS / "S3.txt").read_text(encoding="utf-8"), "S3.txt")
    html = page(client, source)
    for draft in source.drafts.all():
        assert html.count(f'id="m{draft.pk}"') == 1
        assert html.count(f'id="d{draft.pk}"') == 1
        assert html.count(f'href="#m{draft.pk}"') == 1


def test_the_report_stands_on_the_page_letter_for_letter(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    source = bring(client, (REPORTS / "S0.txt").read_text(encoding="utf-8"), "S0.txt")
    html = page(client, source)
    pieces = re.findall(r'<span data-at="(\d+)">(.*?)</span>', html, re.DOTALL)
    assert [source.text[int(at) : int(at) + len(unescape(words))] for at, words in pieces] == [
        unescape(w) for _, w in pieces
    ]
    assert "".join(unescape(words) for _, words in pieces) == "".join(
        line for line in source.text.split("\n") if line.strip()
    )


def test_from_a_draft_to_its_record_and_back_to_the_words(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    source = bring(client)
    draft = source.drafts.filter(find="commitment").get()
    assert do(client, source, "accept", draft) == 302
    assert do(client, source, "sign") == 302
    draft.refresh_from_db()
    record = reverse("web:record", args=["irpk", *draft.record.split("/")])
    assert f'<a class="mk" id="m{draft.pk}" data-start="{draft.start}" href="{record}"' in page(client, source)
    shown = client.get(record).content.decode()
    back = reverse("web:review", args=["irpk", source.pk]) + f"?at={draft.pk}#m{draft.pk}"
    assert f'href="{back}"' in unescape(shown)
    assert draft.quote in unescape(shown)


def test_what_was_accepted_is_not_on_record_before_it_is_signed(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    source = bring(client)
    draft = source.drafts.filter(find="commitment").get()
    do(client, source, "accept", draft)
    draft.refresh_from_db()
    assert client.get(reverse("web:record", args=["irpk", *draft.record.split("/")])).status_code == 404
    assert do(client, source, "undo") == 302
    draft.refresh_from_db()
    assert (draft.state, draft.record) == ("open", "")


def test_words_are_corrected_by_selection_and_by_writing_them(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    source = bring(client)
    draft = source.drafts.filter(find="commitment").get()
    do(client, source, "span", draft, start="24", end="40")
    draft.refresh_from_db()
    assert draft.quote == source.text[24:40].strip()
    do(client, source, "span", draft, words="liaison officers are to be stationed")
    draft.refresh_from_db()
    assert draft.quote == "liaison officers are to be stationed"
    assert do(client, source, "span", draft, words="never printed") == 400


def test_fields_are_changed_and_faults_are_told(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    source = bring(client)
    draft = source.drafts.filter(find="commitment").get()
    values = {
        "kind": "commitment", "f.number": "C7", "f.title.en": "Liaison officers", "f.wording.en": "Station them.",
        "f.modality": "proposed", "f.bound": ["IR"], "f.area": "security", "f.verifiability": "2",
        "f.due": "1403/01/01",
    }  # fmt: skip
    assert do(client, source, "change", draft, **values) == 302
    draft.refresh_from_db()
    assert (draft.fields["bound"], draft.fields["due"], draft.fields["number"]) == (["IR"], "2024-03-20", "C7")
    assert do(client, source, "change", draft, **{**values, "f.verifiability": "9"}) == 400
    assert do(client, source, "change", draft, kind="statement") == 302
    draft.refresh_from_db()
    assert (draft.kind, draft.fields) == ("statement", {})


def test_a_report_in_urdu_reads_from_the_right_and_is_marked_by_hand(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    text = "ایران اور پاکستان نے سرحدی منڈیاں کھولنے پر اتفاق کیا ہے۔"
    source = bring(client, text, "ur.txt")
    html = page(client, source)
    assert 'class="src" aria-label="Text of the report" lang="ur" dir="rtl"' in html
    assert do(client, source, "add", start="21", end="45", find="commitment") == 302
    draft = source.drafts.get()
    assert draft.quote == text[21:45].strip()
    assert do(client, source, "accept", draft) == 302
    assert do(client, source, "sign") == 302


def test_rejecting_needs_a_reason(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    source = bring(client)
    draft = source.drafts.all()[0]
    assert do(client, source, "reject", draft) == 400
    assert do(client, source, "reject", draft, reason="context", remark="old news") == 302
    draft.refresh_from_db()
    assert (draft.state, draft.reason, draft.remark) == ("rejected", "context", "old news")


def test_only_the_desk_reviews(compact: str, sign_in: SignIn) -> None:
    source = bring(sign_in())
    for role, status in (("duty", 403), ("market", 403), ("oversight", 200)):
        client = sign_in("en", role)
        assert client.get(reverse("web:review", args=["irpk", source.pk])).status_code == status
        assert do(client, source, "undo") == 403


def test_many_files_come_one_by_one_with_their_lines(compact: str, sign_in: SignIn) -> None:
    client = sign_in()
    files = SimpleUploadedFile("empty.txt", b"")
    answer = client.post(
        reverse("web:sources", args=["irpk"]), {"files": files}, headers={"accept": "application/json"}
    )
    assert answer.json() == {"lines": [{"state": "refused", "line": "empty.txt: not taken in. The file is empty."}]}


def mark(number: int, start: int, end: int) -> Mark:
    return Mark(number, str(number), start, end, "agreed", "#", "", current=False)


def test_crossing_spans_are_cut_at_each_border_and_keep_their_lanes() -> None:
    marks = [mark(1, 0, 10), mark(2, 5, 15), mark(3, 8, 12), mark(4, 20, 22)]
    assert lanes(marks) == {1: 1, 2: 2, 3: 3, 4: 1}
    source = Source(text="0123456789abcdefghij!!", sentences=[[0, 22, "body", "asserted", 0]])
    (block,) = blocks(source, marks, "?x=1", "")
    pieces = re.findall(r'((?:<mark class="[^"]+">(?:<a .*?</a>)?)*)<span data-at="(\d+)">(.*?)</span>', block.html)
    assert [(int(at), words, opened.count("<mark")) for opened, at, words in pieces] == [
        (0, "01234", 1), (5, "567", 2), (8, "89", 3), (10, "ab", 2), (12, "cde", 1), (15, "fghij", 0), (20, "!!", 1),
    ]  # fmt: skip
    assert block.html.count("<mark") == block.html.count("</mark>")
