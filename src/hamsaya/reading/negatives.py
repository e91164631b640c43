"""Flat negatives that deny: "No, that is not so", "No shot was fired", "said it had not crossed the line"."""

from hamsaya.reading.clause import clause_end
from hamsaya.reading.denied import Denied, denial_start, denial_words, near_claim
from hamsaya.reading.event import incident_words
from hamsaya.reading.inflect import ING, PAST
from hamsaya.reading.lexicon import words
from hamsaya.reading.page import Page
from hamsaya.reading.signs import has_negative
from hamsaya.reading.tokens import is_contracted

NEGATIVE = words("no not nobody none never neither nothing nor")
PAST_AUX = words("did was were has have had is are")


def answer(page: Page, unit: int, begin: int, end: int, recent: bool) -> list[Denied]:
    """Take a flat negative next to a question, a claim or a denial: "No.

    Our forces did not cross", "No shot was fired".
    """
    low, label = page.tokens.low, page.units[unit].label
    first = page.token_at(label[1]) if label else begin
    while (first < end and low[first] in ("“", '"', "‘", "/", "-")) or (
        low[first][0].isdigit() and low[first + 1 : first + 2] == ["/"]
    ):
        first += 1
    if first >= end:
        return []
    asked = unit > 0 and (page.units[unit - 1].kind == "question" or _asks_if(page, unit - 1))
    if (
        low[first] in ("no", "never", "absolutely")
        and low[first + 1 : first + 2] in ([","], ["."], ["—"], [";"], ["–"], ["not"])
        and (asked or (low[first + 1] == "," and "not" in low[first : first + 12]))
    ):
        return [
            Denied(
                first, max(clause_end(page, min(first + 2, end - 1), end, whole=True), first + 1), None, "answers-no"
            )
        ]
    near = near_claim(page, unit)
    if page.text[: page.units[unit].end].endswith(":"):
        return []
    if (near or recent) and low[first] in denial_words().false and low[first + 1 : first + 2] in (["."], ["!"], []):
        return [Denied(first, first + 1, None, "false-alone")]
    if (near or recent) and not denial_words().false.isdisjoint(page.words[unit]):
        for at in (i for i in range(first, end) if low[i - 1] in ("“", '"', "‘") and page.quoted[i - 1]):
            if denial_words().false & set(low[at : at + 3]) and low[at - 2] in OPENS_SPEECH:
                return [Denied(at, clause_end(page, at, end, whole=True), None, "false-quoted")]
    if not has_negative(page, unit):
        return []
    return (
        (_flat(page, unit, first, end, near, recent) if asked or recent or near else [])
        or _no_such_event(page, first, end)
        or _had_not(page, first, end)
    )


def _asks_if(page: Page, unit: int) -> bool:
    """Say whether a unit tells of a question: "a reporter asks if there was a secret deal"."""
    return "ask" in page.bases[unit] and not ASKED.isdisjoint(page.words[unit])


OPENS_SPEECH = words(': , / - " ” . ! ? … )')
ASKED = words("if whether about")


def _no_such_event(page: Page, first: int, end: int) -> list[Denied]:
    """Take "There was no incursion"."""
    low = page.tokens.low
    for at in range(first, end - 2):
        if (
            low[at] == "there"
            and low[at + 1] in ("was", "were", "is", "has", "have", "are", "had")
            and "no" in low[at + 1 : at + 5]
            and (incident_words().nouns & set(low[at + 2 : at + 9]) or _no_doing(page, at, end))
        ):
            return [Denied(at, clause_end(page, at, end, whole=True), None, "no-such-event")]
    return []


def _no_doing(page: Page, at: int, end: int) -> bool:
    """Say whether "there was no ramming" begins at `at`: a deed as a noun, of which someone could be accused."""
    tokens, no = page.tokens, page.tokens.low.index("no", at)
    near = range(no + 1, min(no + 3, end))
    return any(tokens.bits[i] & ING and tokens.base[i] in incident_words().verbs for i in near)


ACTS = words(
    """conduct fire cross enter violate move shift touch set open take target aim launch carry use occupy harm damage
    supply support arm harbour harbor send deploy build block close divert remove destroy burn shell
    promise offer sign pay receive request give sell cede demolish displace encroach train
    finance fund shelter host abet sponsor intercept jam breach trespass participate"""
)


def _had_not(page: Page, first: int, end: int) -> list[Denied]:
    """Take "said it had not fired a single round".

    A spoken negative about an act that would be an incident.
    """
    tokens, low = page.tokens, page.tokens.low
    for at in range(first + 1, end - 1):
        if (
            low[at] == "not"
            and low[at - 1] in ("had", "has", "did", "have")
            and any(
                tokens.base[i] in incident_words().verbs or tokens.base[i] in ACTS
                for i in range(at + 1, min(at + 3, end))
            )
            and low[at + 1] != "yet"
            and low[at + 1 : at + 3] not in (["been", "paid"], ["been", "given"], ["been", "offered"], ["been", "hit"])
            and not (tokens.base[at + 1] == "receive" and low[at + 2] in OWED)
        ) and any(
            tokens.base[i] in ("say", "state", "insist", "stress", "claim", "tell", "maintain", "add", "clarify")
            for i in range(max(first, at - 9), at)
        ):
            start = denial_start(page, at, first)
            return [Denied(start, clause_end(page, at, end, whole=True), None, "had-not")]
    return _none_had(page, first, end)


OWED = words("its their his her our my the")
SAYING = words("say state insist stress claim tell maintain add clarify reply answer assert affirm aver")


def _none_had(page: Page, first: int, end: int) -> list[Denied]:
    """Take "clarified that no pillar had been moved": a spoken "no" with an act that would be an incident."""
    tokens, low = page.tokens, page.tokens.low
    for at in range(first + 3, end - 1):
        if (
            low[at] == "no"
            and incident_words().nouns & set(low[at + 1 : at + 4])
            and {"had", "has", "have"} & set(low[at - 4 : at])
            and any(tokens.base[i] in SAYING for i in range(max(first, at - 9), at))
        ):
            start = denial_start(page, at - 1, first)
            return [Denied(start, clause_end(page, at, end, whole=True), None, "had-no")]
    for at in range(first + 1, end - 2):
        if low[at] not in ("no", "none", "nobody", "never") or not any(
            tokens.base[i] in SAYING for i in range(max(first, at - 3), at)
        ):
            continue
        if not NOT_A_DENIAL.isdisjoint(low[at + 1 : at + 3]):
            continue
        for look in range(at + 1, min(at + 9, end - 1)):
            if low[look] in ("had", "has", "have", "was", "were", "did"):
                act = look + 1 + (low[look + 1] in ("been", "ever"))
                if tokens.base[act] in ACTS or tokens.base[act] in incident_words().verbs:
                    return [Denied(at, clause_end(page, at, end, whole=True), None, "none-had")]
                break
    return []


NOT_A_DENIAL = words(
    """claimed idea new confirming denying resistance
    say give elaborate specify name identify provide attend respond answer rule deny mention explain left reply
    take will would comment casualties should shall must may can know confirmed yet doubt agreement date decision
    need progress possible change issued communiqué communique denied denies refute refuted dispute disputed contest
    contested contradict contradicted complaint complaints talk wish willing knows"""
)


UNSEEN = words(
    """heard reported registered recorded observed found published
    released traced recovered located delimited demarcated"""
)


def _unseen(head: list[str]) -> bool:
    """Say whether a negative speaks of what has not come to light or to an end: "none of the goats has been found"."""
    return any(word in UNSEEN and head[i - 1] in WAS | {"been"} for i, word in enumerate(head) if i)


def _flat(page: Page, unit: int, first: int, end: int, near: bool, recent: bool) -> list[Denied]:
    """Find a clause that begins with a negative subject or "did not" and speaks of the past."""
    low = page.tokens.low
    asked = page.units[max(0, unit - 1)].kind == "question" or _asks_if(page, max(0, unit - 1))
    openers = ("that", '"', "“", ":", ",", "said")
    for at in [first, *(i + 1 for i in range(first, end - 2) if low[i] in openers)]:
        head = _head(low, at, end)
        past = not PAST_AUX.isdisjoint(head) or any(page.tokens.bits[at + i] & PAST for i in range(len(head)))
        acted = near and any(page.tokens.base[at + i] in ACTS for i in range(len(head)))
        if head[:2] == ["no", "one"]:
            continue
        past = past or (asked and end - at < SHORT) or (near and _bare_quote(low, at, end))
        flatly = (near or recent) and any(
            head[i] in ("anybody", "anyone", "anything") for i in range(min(len(head), 7))
        )
        bare = (near or recent) and head[:2] == ["not", "so"] and end - at < SHORT
        if bare:
            return [Denied(at, max(at + 2, end - 1), None, "flat-negative")]
        quoted = (
            (recent or (near and "never" in head))
            and at > 0
            and low[at - 1] in ("“", '"', "‘")
            and not {"going", "about"} & set(head)
        )
        if (
            _negative(head, asked or acted or quoted or flatly)
            and past
            and NOT_A_DENIAL.isdisjoint(_without_leaving(head))
            and not _unseen(head)
        ):
            return [Denied(at, clause_end(page, at, end, whole=True), None, "flat-negative")]
    return []


def _without_leaving(head: list[str]) -> list[str]:
    """Drop "had left": "no soldier had left the garrison" denies, "there is no water left" does not."""
    return [w for i, w in enumerate(head) if w != "left" or not i or head[i - 1] not in ("had", "has", "have", "ever")]


def _parts(word: str) -> tuple[str, ...]:
    """Return "did", "not" for "didn't"."""
    return (word[:-3], "not") if is_contracted(word) and len(word) > 3 else (word,)


WAS = words("did had have has was were is are")
CURT = 4  # tokens of a quotation that is nothing but a negative: "No shots."
SHORT = 9  # tokens of a bare answer: "Not a shilling."
HEAD = 9  # tokens at the beginning of a clause that show whether it denies


def _bare_quote(low: list[str], at: int, end: int) -> bool:
    """Say whether a quotation opens with a negative and soon ends: "No shots. Zero."."""
    return low[at - 1] in ("“", '"', "‘") and any(w in (".", "”", '"', "!") for w in low[at + 1 : min(at + CURT, end)])


def _head(low: list[str], at: int, end: int) -> list[str]:
    """Return the first tokens of a clause, up to "and", "but" or a semicolon."""
    head = [part for word in low[at : min(at + HEAD, end)] for part in _parts(word)][:HEAD]
    return head[: next((i for i, word in enumerate(head) if i > 2 and word in ("and", "but", ";")), HEAD)]


NEVER = (
    ["at", "no", "point"],
    ["at", "no", "time"],
    ["at", "no", "stage"],
    ["in", "no", "way"],
    ["under", "no", "circumstances"],
)


def _negative(head: list[str], asked: bool) -> bool:
    """Say whether a clause denies by its first words: "nobody", "there are no"; beside a claim also "we did not"."""
    if not head:
        return False
    having = head[0] in ("there", "we", "they") and "no" in head[1:4]
    outright = head[:2] in (["not", "one"], ["not", "a"]) or head[:3] in NEVER
    verb = next((i for i, w in enumerate(head[1:6], 1) if i + 1 < len(head) and w in WAS), 0)
    return head[0] in NEGATIVE or having or outright or (asked and verb > 0 and head[verb + 1] in ("not", "never"))
