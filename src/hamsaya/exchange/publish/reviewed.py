"""Claims as ClaimReview (schema.org) and as rows: what each side answered stands under its own name.

ClaimReview knows no joint author, so an agreed line names both governments; no rating is given to an answer that is
neither true nor false, and nobody is named as the author of a claim.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from hamsaya.core.agreement import in_force
from hamsaya.core.compact import Compact
from hamsaya.core.fields import NOT_STATED
from hamsaya.core.text import LANGUAGES, word
from hamsaya.records.claim import Claim, first_line_at, joint_verdict, reopened

RATINGS = {"true": 5, "partly": 3, "false": 1}
COLUMNS = (
    "record", "owner", "status", "danger", "first_seen", "origin", "outlet", "spread", "part", "claim", "answers",
    "joint_verdict", "line_digest", "line_en", "line_fa", "line_ur", "first_line", "reopened", "corrections",
)  # fmt: skip


def first_text(words: Mapping[str, str]) -> tuple[str, str]:
    """Return the first language there is of a wording, and its text."""
    return next(((lang, words[lang]) for lang in LANGUAGES if words.get(lang)), ("", ""))


def rows_of(row: Any, state: Claim) -> Iterable[dict[str, Any]]:
    """Yield one row a part, for CSV and JSON."""
    digest = in_force(state) or ""
    line = state.texts.get(digest, {}).get("words", {})
    for part, words in enumerate(state.parts, 1):
        given = state.answers.get(str(part), {})
        yield {
            "record": row.record, "owner": row.owner, "status": row.status, "danger": state.danger,
            "first_seen": state.first_seen, "origin": state.origin, "outlet": state.outlet or "",
            "spread": state.spread, "part": part, "claim": first_text(words)[1],
            "answers": " ".join(f"{party}:{given[party]['verdict']}" for party in sorted(given)),
            "joint_verdict": joint_verdict(state, part) or "", "line_digest": digest,
            **{f"line_{lang}": line.get(lang, "") for lang in LANGUAGES},
            "first_line": first_line_at(state), "reopened": reopened(state), "corrections": len(state.corrections),
        }  # fmt: skip


def reviews(record: str, state: Claim, compact: Compact, lang: str = "en") -> list[dict[str, Any]]:
    """Return a claim's answers as ClaimReview objects: one for each side and part that was answered."""
    found = []
    for part, words in enumerate(state.parts, 1):
        for party, answer in sorted(state.answers.get(str(part), {}).items()):
            rating: dict[str, Any] = {
                "@type": "Rating",
                "alternateName": word(f"verdict_{answer['verdict']}", lang),
            }
            if answer["verdict"] in RATINGS:
                rating |= {"ratingValue": RATINGS[answer["verdict"]], "bestRating": 5, "worstRating": 1}
            found.append(_review(record, state, part, first_text(words), answer["at"][:10], rating))
            found[-1]["author"] = {"@type": "GovernmentOrganization", "name": compact.party(party).name[lang]}
    return found


def _review(
    record: str, state: Claim, part: int, words: tuple[str, str], day: str, rating: dict[str, Any]
) -> dict[str, Any]:
    item: dict[str, Any] = {"@type": "Claim"}
    if state.first_seen != NOT_STATED:
        item["datePublished"] = state.first_seen
    if state.link:
        item["appearance"] = {"@type": "CreativeWork", "url": state.link}
    return {
        "@context": "https://schema.org", "@type": "ClaimReview", "identifier": f"{record}#{part}",
        "claimReviewed": words[1], "inLanguage": words[0], "datePublished": day, "itemReviewed": item,
        "reviewRating": rating,
    }  # fmt: skip
