"""What people do to get a number past a form: other digits, separators, half-spaces, full-width letters, other order.

Each is found in the digits of all scripts, and what only looks like it passes.
"""

import pytest

from hamsaya.node.screen import is_suspect
from hamsaya.reading.screening import screen

DIGITS = {
    "latin": "0123456789",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "arabic": "٠١٢٣٤٥٦٧٨٩",
    "wide": "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19",
}
TRICKS: dict[str, list[str]] = {
    "identity.cnic": [
        "35202-1234567-1",
        "3520212345671",
        "35202 1234567 1",
        "35202.1234567.1",
        "35202/1234567/1",
        "35202\u20111234567\u20111",
        "35202\u200c1234567\u200c1",
        "35202–1234567–1",
        "35202 - 1234567 - 1",
        "35202_1234567_1",
    ],
    "identity.national": [
        "0084575948",
        "008-457594-8",
        "008 457594 8",
        "0084\u200c575948",
        "008.457594.8",
        "کد ملی: 0084575948",
        "کدملی ۱۲۳۴۵۶۷۸۹۰",
    ],
    "contact.phone": [
        "0912 345 6789",
        "09123456789",
        "+98 912 345 6789",
        "0098-912-3456789",
        "+92 300 1234567",
        "0300-1234567",
        "0300 123 4567",
        "0912.345.6789",
        "(0912) 345 6789",
        "0541-2345678",
        "+98\u200c9123456789",
        "0912/345/6789",
        "09 12 345 67 89",
    ],
    "vehicle.plate": [
        "12 ب 345 ایران 67",
        "ایران 67 - 345 ب 12",
        "۱۲ب۳۴۵-۶۷",
        "پلاک 12ب345",
        "registration LEA-1234",
        "number plate QAB 123",
        "گاڑی نمبر ABC-123",
        "نمبر پلیٹ LEB 12 3456",
    ],
    "identity.passport": [
        "passport AB1234567",
        "AB1234567",
        "گذرنامه A12345678",
        "پاسپورٹ نمبر AB 1234567",
        "گذرنامهٔ شمارهٔ A12345678",
        "\uff21\uff221234567",
    ],
    "account": [
        "IR062960000000100324200001",
        "IR06 2960 0000 0010 0324 2000 01",
        "PK36SCBL0000001123456702",
        "PK36 SCBL 0000 0011 2345 6702",
        "شبا IR۰۶۲۹۶۰۰۰۰۰۰۰۱۰۰۳۲۴۲۰۰۰۰۱",
        "account no. 0123456789012",
        "شماره حساب: 0101234567001",
        "اکاؤنٹ نمبر 01234567890123",
        "6037-9912-3456-7893",
        "کارت 6037 9918 1234 5671",
    ],
    "contact.email": [
        "a.b@example.com",
        "a.b\uff20example.com",
        "a.b [at] example.com",
        "a.b(at)example.com",
        "a.b @ example.com",
    ],
    "home": [
        "House No. 12, Street 5",
        "خیابان آزادی، پلاک 12",
        "مکان نمبر 45، گلی نمبر 3",
        "کوچه لاله پلاک ۷",
        "29.4963, 60.8629",
        "29°29'47\"N 60°51'46\"E",
        "۲۹٫۴۹۶۳، ۶۰٫۸۶۲۹",
        "گھر نمبر ۱۲ محلہ",
    ],
    "person.family": [
        "Ahmad Khan s/o Karim Khan",
        "احمد فرزند کریم",
        "احمد خان ولد کریم خان",
        "مریم دختر حسین",
        "محمد بن یوسف",
        "زینب زوجہ علی",
        "احمد فرزندِ کریم",
        "\u0627\u062d\u0645\u062f\u200c \u0648\u0644\u062f \u06a9\u0631\u06cc\u0645",
        "AHMAD KHAN S/O KARIM KHAN",
        "Ahmad ولد Karim",
        "احمد ابن کریم",
        "فاطمہ بنت علی",
    ],
    "person.list": [
        "- Ahmad Khan\n- Bilal Shah\n- Karim Baloch",
        "۱. احمد خان\n۲. بلال شاہ\n۳. کریم بلوچ",
        "- احمد کریمی\n- حسین رضایی\n- مریم احمدی",
        "Ahmad Khan, Bilal Shah, Karim Baloch, Yusuf Ali",
        "احمد خان، بلال شاہ، کریم بلوچ، یوسف علی",
        "1) Ahmad Khan\n2) Bilal Shah\n3) Karim Baloch",
    ],
}
PASSES = [
    "On 2026-11-22 at 08:00 UTC the crossing opened.",
    "In 1405/09/01 the 12 و 300 people",
    "Twelve trucks 100-200-300",
    "29.5, 60.9",
    "The Minister of Foreign Affairs, the Governor and the Commander met.",
    "وزیر امور خارجه، استاندار و فرمانده دیدار کردند.",
    "وزیر خارجہ، گورنر اور کمانڈر نے ملاقات کی۔",
    "Abdullah bin Zayed met officials",
    "بازارچهٔ مرزی ریمدان و پیشین و کوهک",
    "تہران، اسلام آباد، زاہدان، کوئٹہ",
    "Islamabad, Tehran, Quetta, Zahedan",
    "Pishin, Rimdan, Gabd, Mand and Kuhak",
    "ایران و پاکستان",
    "نیروهای دو کشور عملیات مشترکی انجام دادند.",
    "Resolution 1373 (2001), article 51",
    "1,234,567 dollars",
    "5.5 billion in 2023",
    "Mr Amir-Abdollahian and Mr Jilani",
    "کلو 1234567 ٹن",
    "12 تا 300 نفر",
    "The 26 commitments: C01, C02, C03",
    "2026-11-22T08:00:00Z",
    "ہمارے ہاں بن گیا ہے",
    "او ولد نشد",
    "این طرح پسر بزرگ",
    "سال 1403 در 12 ماه 250 خودرو",
    "IR/c02 and PK/notice-operation",
    "3300 MW and 1000 MW",
    "250 km 2600",
]


@pytest.mark.parametrize("script", DIGITS)
@pytest.mark.parametrize(("kind", "trick"), [(kind, trick) for kind, tricks in TRICKS.items() for trick in tricks])
def test_a_trick_does_not_get_past(kind: str, trick: str, script: str) -> None:
    written = trick.translate(str.maketrans("0123456789", DIGITS[script]))
    text = written if kind == "person.list" else f"The report says {written} today."
    found = screen(text)
    assert [each.kind.startswith(kind) for each in found][:1] == [True], found
    assert all(text[each.start : each.end] == each.text for each in found)
    assert is_suspect(text)


@pytest.mark.parametrize("text", PASSES)
def test_what_only_looks_like_it_passes(text: str) -> None:
    assert screen(text) == ()
