"""What tests in the browser do and look at."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ui.translations import TEXTS

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ZH, EN = TEXTS["zh"], TEXTS["en"]
QUESTION = "望澜桥上最多允许多少人同时停留？"
NOTICE = "关于望澜桥恢复通行及周边交通管理的通告"
OTHER_QUESTION, OTHER_TITLE = "毕昇做活字为什么不用木头？", "活字印刷術"
WIDTHS = (390, 768, 1440)
ANSWER = "桥上同时停留的人数不得超过一千二百人"


def ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")


def answered(page: Page, address: str, question: str = QUESTION, hits: int = 5) -> None:
    """Open the page, ask, and see the cards."""
    from playwright.sync_api import expect

    page.goto(address)
    ask(page, question)
    expect(page.locator(".hit")).to_have_count(hits)


def first_title_is(page: Page, title: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator(".hit h2").first).to_have_text(title)


def open_first(page: Page) -> None:
    """The source of the first hit, its passage in view."""
    from playwright.sync_api import expect

    page.locator(".hit button.open").first.click()
    expect(page.locator(".source mark.passage").first).to_be_in_viewport()


def marked(page: Page) -> str:
    """What is marked as the passage in the source that is open."""
    return "".join(page.locator(".source mark.passage").all_text_contents())


def quoted(card: Locator) -> str:
    """The quote of a card as it stands in its file."""
    quote = card.locator("> blockquote")
    return quote.get_attribute("data-quote") or quote.text_content() or ""


def choose_english(page: Page) -> None:
    from playwright.sync_api import expect

    english = page.locator("html[lang^=en]")
    for _ in range(3):  # a page that is still opening may greet in the browser's language after it
        page.click("#language input[value=en]")
        with suppress(AssertionError):
            expect(english).to_have_count(1, timeout=8000)
            return
    expect(english).to_have_count(1)


def unfold(folded: Locator) -> None:
    """Open a `<details>` by keyboard, as a reader without a mouse would."""
    from playwright.sync_api import expect

    folded.locator("> summary").press("Enter")
    expect(folded).to_have_attribute("open", "")


def collect(page: Page, number: int, held: int) -> None:
    """Put the passage of that card by, so that the basket holds that many."""
    from playwright.sync_api import expect

    page.locator(".hit [data-collect]").nth(number).click()
    expect(page.locator(".basket li")).to_have_count(held)


def tab(page: Page, name: str) -> None:
    from playwright.sync_api import expect

    page.click(f"#{name}-tab-button")
    expect(page.locator(f"#{name}-tab")).to_be_visible()


def choose(page: Page, side: str, title: str) -> None:
    """Choose a document for one side of the comparison."""
    box = page.locator(f"#document-{side} input")
    box.fill(title)
    page.locator(f"#document-{side} [role=option]", has_text=title).first.click()


def find_overlap(page: Page) -> None:
    from playwright.sync_api import expect

    page.click("#whole button.label-wrap")
    page.click("#find-overlap")
    expect(page.locator(".overlap td button").first).to_be_visible(timeout=60_000)


def map_drawn(page: Page) -> None:
    from playwright.sync_api import expect

    tab(page, "map")
    expect(page.locator("#map circle").nth(100)).to_be_attached(timeout=60_000)


def turn_to_a_new_collection(page: Page, folder: Path) -> None:
    """Which only this visitor sees; the library is shown."""
    from playwright.sync_api import expect

    tab(page, "library")
    page.click("#others button.label-wrap")
    known = page.locator("#known input")
    known.fill(str(folder))
    known.press("Enter")
    page.click("#new-collection")
    expect(page.locator("#library-about")).to_contain_text(str(folder))


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
