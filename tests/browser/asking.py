"""What the tests of the page say and look at."""

from playwright.sync_api import Locator, Page

QUESTIONS = {
    "en": "How much can I get?",
    "ur": "کتنا قرض ملے گا؟",
    "roman_ur": "Kitna qarz milega?",
}
NAMES = {"en": "English", "ur": "اردو", "roman_ur": "Roman Urdu"}


def ask(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.keyboard.press("Enter")


def answers(page: Page) -> Locator:
    return page.locator(".from-bot")
