"""What surrounds the console: its policy, its scripts, and the files of others."""

import hashlib
import re
from pathlib import Path

from console_desk import ConsoleDesk

from bot.console.inbox_filters import View
from bot.console.words import all_words
from bot.languages import LANGUAGES
from bot.security_headers import CONSOLE_POLICY, POLICY
from bot.tables.staff import Availability

TEMPLATES = Path(__file__).parents[2] / "bot" / "console" / "templates"


async def test_the_policy_lets_no_script_stand_in_a_page(console_desk: ConsoleDesk) -> None:
    async with console_desk.browser(await console_desk.hire()) as browser:
        page = await browser.get("/console/inbox")
        assert page.headers["content-security-policy"] == CONSOLE_POLICY
        assert page.headers["cache-control"] == "no-store"
        chat = await browser.get("/")
        assert chat.headers["content-security-policy"] == POLICY
    assert "unsafe" not in CONSOLE_POLICY
    assert "require-trusted-types-for 'script'" in POLICY


async def test_files_are_asked_for_again_but_may_be_kept(console_desk: ConsoleDesk) -> None:
    async with console_desk.browser(await console_desk.hire()) as browser:
        for file in ("console.css", "inbox.css", "js/console.js", "vendor/htmx.min.js"):
            answer = await browser.get(f"/console/static/{file}")
            assert answer.status_code == 200
            assert answer.headers["cache-control"] == "no-cache"


def test_no_template_needs_what_the_policy_forbids() -> None:
    forbidden = re.compile(r"<style|\sstyle=|\son[a-z]+=|hx-on|hx-vals=.js:|javascript:|<script>")
    for file in TEMPLATES.rglob("*.html"):
        assert not forbidden.search(file.read_text(encoding="utf-8")), file.name


def test_the_files_of_others_are_as_published(console_files: Path) -> None:
    listed = (console_files / "vendor" / "README.md").read_text(encoding="utf-8")
    for file in (console_files / "vendor").glob("*.js"):
        assert hashlib.sha256(file.read_bytes()).hexdigest() in listed
        assert f"`{file.name}`" in listed


def test_pages_ask_nobody_else_for_anything(console_files: Path) -> None:
    own = [*console_files.glob("*.css"), *console_files.glob("js/*.js"), *TEMPLATES.rglob("*.html")]
    assert own
    for file in own:
        assert not re.search(r"(src|href|url\()\W*(https?:)?//", file.read_text("utf-8")), file.name


def test_every_word_that_is_put_together_is_there() -> None:
    pattern = re.compile(r'\bt\("([\w.]+)%s" \| format')
    used = {key for file in TEMPLATES.glob("*/*.html") for key in pattern.findall(_text(file))}
    assert used >= {"inbox.", "inbox.owner_", "shell.key_"}
    for key in used:
        assert [each for each in all_words()["en"] if each.startswith(key)], key
    for view in View:
        assert {f"inbox.{view}", f"inbox.empty_{view}"} <= all_words()["en"].keys()
    assert {f"inbox.language_{each}" for each in LANGUAGES} <= all_words()["en"].keys()
    assert {f"shell.availability_{each.value}" for each in Availability} <= all_words()["en"].keys()


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


async def test_the_chosen_theme_is_drawn_by_the_desk(console_desk: ConsoleDesk) -> None:
    async with console_desk.browser(await console_desk.hire()) as browser:
        for chosen, drawn in (("dark", True), ('"><script>', False)):
            browser.cookies.set("rahbar_console_theme", chosen)
            page = await browser.get("/console/inbox")
            assert ('data-theme="' in page.text) is drawn
