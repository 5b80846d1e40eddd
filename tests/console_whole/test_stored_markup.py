"""Whatever people or staff type is shown as it was typed, and none of it ever runs."""

import base64
import re
from collections.abc import Iterator

import httpx
import pytest
from console_hands import Staff
from people import OnWhatsApp
from playwright.sync_api import Page, expect
from whole_desk import WholeDesk

from bot.console.canned import answers
from bot.desk import Desk
from bot.tables.columns import now
from programmes.translated import Translated

pytestmark = pytest.mark.slow

RUNS = "window.pwned=1"
IMAGE = f"<img src=x onerror={RUNS}>"
SCRIPT = f"</textarea></script><script>{RUNS}</script>"
ATTRIBUTE = f"\" onmouseover='{RUNS}' autofocus onfocus='{RUNS}' x=\""
LINK = f"javascript:{RUNS}"
#: A Jinja expression and an htmx attribute are markup to the server and to the page's script.
TEMPLATE = "{{7*7}}<b hx-get=/console/logout hx-trigger=load>x</b>"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def attacker(whole: WholeDesk) -> OnWhatsApp:
    """Somebody whose name, words and file's name are all markup."""
    person = OnWhatsApp(whole, name=f"{IMAGE}{ATTRIBUTE}")
    person.writes(f"{IMAGE} {SCRIPT}")
    person.reads("Which city")
    for words in (ATTRIBUTE, LINK, f"https://example.org/{ATTRIBUTE}", TEMPLATE):
        person.writes(words)
    _sends_file(person)
    person.asks_for_a_person()
    return person


@pytest.fixture(autouse=True)
def nothing_ran(sana: Staff, nadia: Staff) -> Iterator[None]:
    """Neither a script nor a dialog in any page of the test."""
    opened: list[str] = []

    def note(dialog: object) -> None:
        opened.append(str(dialog))

    for staff in (sana, nadia):
        staff.page.on("dialog", note)
    yield
    for staff in (sana, nadia):
        assert not ran(staff.page)
        staff.page.remove_listener("dialog", note)
    assert opened == []


def ran(page: Page) -> bool:
    """Whether anything of the attacker's has run, by itself or when it is pointed at."""
    page.mouse.move(640, 300)
    page.wait_for_timeout(300)
    found: bool = page.evaluate("'pwned' in window")
    return found


def test_what_people_send_is_shown_and_does_not_run(sana: Staff, attacker: OnWhatsApp) -> None:
    sana.opens_inbox("queue")
    expect(sana.entry(attacker)).to_contain_text(IMAGE)
    assert not ran(sana.page)
    sana.claims(attacker)
    said = sana.pane.locator(".from-user .words")
    expect(said.first).to_contain_text(SCRIPT)
    for words in (ATTRIBUTE, LINK, TEMPLATE):
        expect(said.filter(has_text=words).first).to_be_visible()
    expect(sana.pane.locator("h1")).to_contain_text(IMAGE)
    expect(sana.pane.locator('a[href^="javascript" i], img[src="x"], [onfocus], b')).to_have_count(
        0
    )


def test_what_staff_write_is_shown_and_does_not_run(
    sana: Staff, nadia: Staff, attacker: OnWhatsApp
) -> None:
    sana.claims(attacker)
    sana.replies(f"{IMAGE} {SCRIPT}")
    for action, field, words in (
        ("note", "textarea", f"{IMAGE} {SCRIPT} {ATTRIBUTE}"),
        ("label", "input[name=add]", "<img src=x onerror=pwned=1>"),
    ):
        form = sana.opened_sheet(action)
        form.locator(field).fill(words)
        sana.sends(form, action)
    nadia.opens(attacker)
    expect(nadia.pane.locator(".noted .words")).to_contain_text(SCRIPT)
    expect(nadia.pane.locator(".mark.label")).to_contain_text("<img src=x")
    expect(nadia.pane.locator(".from-staff .words").last).to_contain_text(IMAGE)
    nadia.page.goto(f"{nadia.whole.url}/console/board")
    expect(nadia.page.locator("main")).to_contain_text("<img src=x")


def test_a_canned_answer_is_text(whole: WholeDesk, sana: Staff, attacker: OnWhatsApp) -> None:
    whole.do(lambda desk: _canned(desk, f"{IMAGE}{SCRIPT}{ATTRIBUTE}"))
    sana.claims(attacker)
    box = sana.composer.locator("textarea")
    box.fill("/")
    box.press_sequentially("attack")
    option = sana.composer.locator("[role=option]").first
    expect(option).to_contain_text(IMAGE)
    option.click()
    expect(box).to_have_value(re.compile(re.escape(SCRIPT)))


def test_names_of_staff_and_teams_are_text(nadia: Staff, whole: WholeDesk) -> None:
    page = nadia.page
    page.goto(f"{whole.url}/console/admin/staff")
    form = page.locator('form[action$="/admin/staff"]')
    form.locator("input[name=name]").fill(f"{IMAGE}")
    form.locator("input[name=email]").fill("markup@helpline.example")
    form.get_by_role("button").last.click()
    expect(page.locator("main")).to_contain_text(IMAGE)
    for section in ("staff", "audit"):
        page.goto(f"{whole.url}/console/admin/{section}")
        expect(page.locator("main")).to_contain_text(IMAGE)
        assert not ran(page)


async def _canned(desk: Desk, text: str) -> None:
    async with desk.store.write() as connection:
        await answers.add(connection, "attack", Translated(text, text, text), now())


def _sends_file(person: OnWhatsApp) -> None:
    file = {"id": f"{person.phone}1", "mime": "image/png"}
    body = file | {"content": base64.b64encode(PNG).decode()}
    httpx.post(f"{person.url}/control/file", json=body).raise_for_status()
    document = {"id": file["id"], "mime_type": "image/png", "filename": f"{IMAGE}{ATTRIBUTE}.png"}
    person.sends("document", document=document)
