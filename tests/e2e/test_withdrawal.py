"""A letter withdrawn in the browser is gone from the files of both nodes, and the other node's confirmation shows."""

from pathlib import Path

from playwright.sync_api import expect
from tests.e2e.conftest import Enter
from tests.e2e.pages import violations
from tests.e2e.two_nodes import TwoNodes

SOON = 20_000
SECRET = "the herd of Gulnar crossed at the dry well"


def held(folder: Path) -> list[str]:
    """Return the files of both nodes that hold the words."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes())


def test_a_withdrawn_letter_is_gone_from_both_nodes(nodes: TwoNodes, enter: Enter) -> None:
    zahedan, turbat = enter(nodes.ir, "duty", "fa"), enter(nodes.pk, "duty", "ur")
    zahedan.goto(f"{nodes.ir}/irpk/new/incident/report/")
    zahedan.click("label:has(input[value=livestock])")
    zahedan.click("label:has(input[name='f.urgency'][value=soon])")
    zahedan.fill("textarea[name='f.text']", SECRET)
    zahedan.click("#sign")
    zahedan.wait_for_selector("article.rec-head")
    path = zahedan.url.removeprefix(nodes.ir)
    turbat.goto(f"{nodes.pk}/irpk/now/")
    expect(turbat.locator(f"#board a[href='{path}']").first).to_be_visible(timeout=SOON)
    turbat.goto(nodes.pk + path)
    expect(turbat.get_by_text(SECRET).first).to_be_visible(timeout=SOON)
    assert held(nodes.folder) != []

    zahedan.click(f"a[href='{path.replace('/r/', '/handling/')}']")
    zahedan.click("label:has(input[value=sent_by_mistake])")
    zahedan.click("#withdraw")
    withdrawal = zahedan.locator("article.rec-head")
    for _ in range(40):
        if withdrawal.get_attribute("data-status") == "confirmed":
            break
        zahedan.wait_for_timeout(500)
        zahedan.reload()
    expect(withdrawal).to_have_attribute("data-status", "confirmed")
    turbat.reload()
    expect(turbat.locator("article.rec-head")).to_have_attribute("data-status", "erased")
    assert turbat.get_by_text(SECRET).count() == 0
    assert violations(turbat) == []
    for _ in range(20):
        if not held(nodes.folder):
            break
        turbat.wait_for_timeout(500)
    assert held(nodes.folder) == []
