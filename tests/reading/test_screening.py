"""What a form must stop, in three languages and all digit sets; and what it must let through."""

import json
from pathlib import Path

import pytest

from hamsaya.reading.screening import iranian_id_is_valid, screen

FOUND = [
    ("CNIC 54400-1234567-3 was shown", "identity.cnic", "54400-1234567-3"),
    ("شناختی کارڈ ۵۴۴۰۰-۱۲۳۴۵۶۷-۳ دکھایا", "identity.cnic", "۵۴۴۰۰-۱۲۳۴۵۶۷-۳"),
    ("number 5440012345673 on the card", "identity.cnic", "5440012345673"),
    ("کد ملی ۰۰۱۲۳۴۵۶۷۹ ثبت شد", "identity.national", "۰۰۱۲۳۴۵۶۷۹"),
    ("his national code 1234567890 is written", "identity.national", "1234567890"),
    ("holder of passport AB1234567 left", "identity.passport", "AB1234567"),
    ("گذرنامه شماره A12345678 باطل است", "identity.passport", "A12345678"),
    ("call +98 912 345 6789 today", "contact.phone", "+98 912 345 6789"),
    ("ring +92 300 1234567 today", "contact.phone", "+92 300 1234567"),
    ("موبائل ۰۳۰۰۱۲۳۴۵۶۷ پر", "contact.phone", "۰۳۰۰۱۲۳۴۵۶۷"),
    ("شماره ۰۹۱۲۳۴۵۶۷۸۹ برای تماس", "contact.phone", "۰۹۱۲۳۴۵۶۷۸۹"),
    ("خودرو ۱۲ ب ۳۴۵ ایران ۹۵ توقیف شد", "vehicle.plate", "۱۲ ب ۳۴۵ ایران ۹۵"),
    ("a lorry with plate QAB-123 stopped", "vehicle.plate", "QAB-123"),
    ("pay to PK36SCBL0000001123456702 now", "account.iban", "PK36SCBL0000001123456702"),
    ("شبا IR062960000000100324200001 است", "account.iban", "IR062960000000100324200001"),
    ("account no. 0123456789012 at the bank", "account.number", "0123456789012"),
    ("card 4539 1488 0343 6467 was used", "account.card", "4539 1488 0343 6467"),
    ("write to karim.b@example.org soon", "contact.email", "karim.b@example.org"),
    ("he lives at 29.49631, 60.86297 now", "home.coordinate", "29.49631, 60.86297"),
    ("House No. 14-B, Street 9 in the town", "home.address", "House No. 14-B, Street 9 in the town"),
    ("کریم بلوچ ولد رحیم بلوچ کو", "person.family", "کریم بلوچ ولد رحیم"),
    ("احمد فرزند محمد در مرز", "person.family", "احمد فرزند محمد"),
    ("Karim Baloch S/O Rahim Baloch was there", "person.family", "Karim Baloch S/O Rahim Baloch"),
    ("Karim Baloch, son of Rahim Baloch, was there", "person.family", "Karim Baloch, son of Rahim Baloch"),
    (
        "Held:\n1. Karim Baloch\n2. Rahim Dad\n3. Noor Bibi\n",
        "person.list",
        "1. Karim Baloch\n2. Rahim Dad\n3. Noor Bibi",
    ),
]

CLEAN = [
    "The two sides agreed to open five markets by 15 March 2024 at 08:00.",
    "Trade rose from 1,500,000 to 2,345,678 tonnes between 2019 and 2023.",
    "The gate lies 30.5 km from the border, at 29.0, 61.5.",
    "The resolution S/2024/1234567 and document A/78/654321 were noted.",
    "۱۲ تا ۳۰۰ کامیون در روز از مرز گذشتند.",
    "The ministers met in Tehran.\n1. Border Markets\n2. Liaison Officers\n3. Pilgrim Routes\n",
    "Flight PK-713 and motorway M-8 are named in the annex.",
    "Crown Prince Mohammed bin Salman received the delegation.",
]


@pytest.mark.parametrize(("text", "kind", "words"), FOUND)
def test_what_identifies_a_private_person_is_found(text: str, kind: str, words: str) -> None:
    assert [(h.kind, h.text) for h in screen(text)] == [(kind, words)]


@pytest.mark.parametrize("text", CLEAN)
def test_plain_text_passes(text: str) -> None:
    assert screen(text) == ()


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "کد ملی ۰۰۱۲۳۴۵۶۷۹ و تلفن ۰۹۱۲۳۴۵۶۷۸۹"
    assert [text[h.start : h.end] == h.text for h in screen(text)] == [True, True]


def test_the_iranian_check_digit() -> None:
    assert [iranian_id_is_valid(n) for n in ("0012345679", "0012345678", "1111111111", "123")] == [
        True,
        False,
        False,
        False,
    ]


def test_no_report_of_the_gold_is_stopped() -> None:
    folder = Path(__file__).parent / "gold"
    texts = [
        folder / part / d["file"]
        for part in ("dev", "kept")
        for d in json.loads((folder / part / "gold.json").read_text(encoding="utf-8"))["docs"]
    ]
    assert [(p.name, h.kind, h.text) for p in texts for h in screen(p.read_text(encoding="utf-8"))] == []
