"""What tests in the browser do and look at."""

from __future__ import annotations

import json
from typing import Any

from ui.translations import TEXTS

ZH, EN = TEXTS["zh"], TEXTS["en"]
QUESTION = "望澜桥上最多允许多少人同时停留？"
NOTICE = "关于望澜桥恢复通行及周边交通管理的通告"
WIDTHS = (390, 768, 1440)
ANSWER = "桥上同时停留的人数不得超过一千二百人"


def until(browser: Any, script: str, seconds: float = 20) -> Any:
    """What the script returns, once that is true."""
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(browser, seconds, 0.05).until(
        lambda driver: driver.execute_script(script), message=script
    )


def one(browser: Any, selector: str) -> Any:
    until(browser, f"return document.querySelectorAll({selector!r}).length === 1")
    return browser.find_element("css selector", selector)


def texts(browser: Any, selector: str) -> list[str]:
    script = "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)"
    return list(browser.execute_script(script, selector))


def ask(browser: Any, question: str) -> None:
    from selenium.webdriver.common.keys import Keys

    box = one(browser, "#question textarea")
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(question, Keys.ENTER)


def first_title_is(browser: Any, title: str) -> None:
    shown = "document.querySelector('.hit h2')?.textContent"
    until(browser, f"return {shown} === {json.dumps(title)}")


def escape_key(browser: Any) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    ActionChains(browser).send_keys(Keys.ESCAPE).perform()


def choose_english(browser: Any) -> None:
    one(browser, "#language input[value=en]").click()
    until(browser, "return document.documentElement.lang === 'en'")


def click(browser: Any, selector: str, number: int = 0) -> None:
    """Click the element of that number, wherever it is on the page."""
    until(browser, f"return document.querySelectorAll({selector!r}).length > {number}")
    browser.execute_script(
        "document.querySelectorAll(arguments[0])[arguments[1]].click()", selector, number
    )


def tab(browser: Any, name: str) -> None:
    one(browser, f"#{name}-tab-button").click()
    until(browser, f"return document.querySelector('#{name}-tab')?.offsetParent !== null")


def look(browser: Any, width: int, *, dark: bool = False) -> None:
    """See the page at a width, as someone does who prefers dark or light."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})


def choose(browser: Any, side: str, title: str) -> None:
    """Choose a document for one side of the comparison."""
    from selenium.webdriver.common.keys import Keys

    box = one(browser, f"#document-{side} input")
    box.click()
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys(title)
    until(browser, f"return document.querySelectorAll('#document-{side} [role=option]').length > 0")
    box.send_keys(Keys.ENTER)
