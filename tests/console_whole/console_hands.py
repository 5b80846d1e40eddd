"""A member of staff at the console in a browser, from the one-time link on."""

import os
import re
from pathlib import Path
from typing import Final

import pyotp
from people import PATIENCE, Person
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import select
from stored import key_of
from whole_desk import ROOT, WholeDesk

from bot.desk import Desk
from bot.handoff.teams import set_teams
from bot.staff import accounts, links, members
from bot.staff.members import NewMember
from bot.tables.columns import now
from bot.tables.staff import Role
from bot.tables.teams import team_table

PASSWORD: Final = "mango season in multan"
DESKTOP: Final = {"width": 1280, "height": 800}
PICTURES: Final = ROOT / "docs" / "images"
#: What Chromium says of an answer that the page handles.
_HANDLED: Final = "Failed to load resource: the server responded with a status of"


class Staff:
    """One member in one browser; what the page complains of is kept in `complaints`."""

    def __init__(
        self, whole: WholeDesk, browser: Browser, name: str, role: Role, teams: tuple[str, ...]
    ) -> None:
        self.whole, self.name, self.email = whole, name, f"{name.lower()}@helpline.example"
        self.complaints: list[str] = []
        self.context: BrowserContext = browser.new_context(viewport=DESKTOP, locale="en-GB")
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self._complains(said.type, said.text))
        self._link = whole.do(lambda desk: _hired(desk, self.email, name, role, teams))

    def sets_password(self) -> None:
        """Follow the link; the session begins with it."""
        self.page.goto(links.address(self.whole.url, self._link))
        self.page.locator("#password").fill(PASSWORD)
        self.page.locator("section.card form button").click()

    def enrols(self) -> None:
        """Set the second factor up, as administrators must."""
        secret = self.page.locator("code").inner_text()
        self.page.locator("#code").fill(pyotp.TOTP(secret).now())
        self.page.locator("section.card form button").click()
        self.page.locator("section.card a.button").click()

    def logs_in(self) -> None:
        """Give e-mail and password."""
        self.page.goto(f"{self.whole.url}/console")
        self.page.locator("#email").fill(self.email)
        self.page.locator("#password").fill(PASSWORD)
        self.page.locator("section.card form button").click()

    def goes_online(self) -> None:
        """May be given conversations from now on."""
        self.page.wait_for_url("**/console/inbox*")
        available = self.page.locator("#available")
        if available.input_value() != "online":
            with self.page.expect_response("**/console/availability"):
                available.select_option("online")

    def opens_inbox(self, view: str = "queue") -> None:
        """Look at a list."""
        self.page.goto(f"{self.whole.url}/console/inbox/{view}")

    def entry(self, person: Person) -> Locator:
        """The line of a conversation in the list."""
        return self.page.locator(f'[data-entry="{self._key(person)}"]')

    def opens(self, person: Person) -> None:
        """Open a conversation from its address."""
        self.page.goto(f"{self.whole.url}/console/conversations/{self._key(person)}")
        expect(self.pane).to_be_visible()

    @property
    def pane(self) -> Locator:
        """The conversation that is open."""
        return self.page.locator("#pane article.conversation")

    @property
    def composer(self) -> Locator:
        """The reply box, or the words in its place."""
        return self.pane.locator(".composer")

    def presses(self, action: str) -> None:
        """Press the button of an action, for example `claim`."""
        form = f'form[action$="/{action}"]'
        with self.page.expect_response(re.compile(f"/{action}$")):
            self.pane.locator(form).get_by_role("button").first.click()

    def claims(self, person: Person) -> None:
        """Open a waiting conversation and take it."""
        self.opens(person)
        self.presses("claim")
        expect(self.composer.locator("textarea")).to_be_visible()

    def replies(self, text: str) -> None:
        """Write to the person."""
        self.composer.locator("textarea").fill(text)
        with self.page.expect_response(re.compile("/reply$")):
            self.composer.locator("button.send").click()
        expect(self.pane.locator(".from-staff").last).to_contain_text(text)

    def opened_sheet(self, action: str) -> Locator:
        """Open the form of an action that asks for more; gives the form."""
        sheet = self.pane.locator("details").filter(
            has=self.page.locator(f'form[action$="/{action}"]')
        )
        if sheet.get_attribute("open") is None:
            sheet.locator("summary").click()
        return sheet.locator(f'form[action$="/{action}"]').first

    def sends(self, form: Locator, action: str) -> None:
        """Send a form that was filled in."""
        with self.page.expect_response(re.compile(f"/{action}$")):
            form.get_by_role("button").first.click()

    def picture(self, name: str, folder: Path) -> None:
        """Keep what the screen shows: in the guide where RAHBAR_SCREENSHOTS asks for it."""
        kept = PICTURES if "RAHBAR_SCREENSHOTS" in os.environ else folder
        self.page.screenshot(path=kept / f"console-{name}.png")

    def _key(self, person: Person) -> str:
        return self.whole.do(lambda desk: key_of(desk, person.conversation))

    def _complains(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not text.startswith(_HANDLED):
            self.complaints.append(text)


async def _hired(desk: Desk, email: str, name: str, role: Role, teams: tuple[str, ...]) -> str:
    new = NewMember(email, name, role, ("en", "ur"))
    token = await accounts.add(desk.store, new, now())
    async with desk.store.write() as connection:
        member = await members.by_email(connection, email)
        of_keys = select(team_table.c.id).where(team_table.c.key.in_(teams))
        await set_teams(connection, member.id, list(await connection.scalars(of_keys)))
    return token
