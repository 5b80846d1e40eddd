"""The page's own words: the same keys in three languages, and every key that is used exists."""

import re

import httpx
import pytest

from bot.chat.page import LANGUAGE_COOKIE, WEB, interface
from bot.languages import LANGUAGES
from locales import Speaker

SCRIPTS = "\n".join(
    file.read_text(encoding="utf-8") for file in (WEB / "static" / "js").glob("*.js")
)
TEMPLATE = (WEB / "templates" / "chat.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_have_the_same_words(language: str) -> None:
    texts = interface()
    assert set(texts[language]) == set(texts["en"])
    assert len(texts[language]["suggestions"]) == len(texts["en"]["suggestions"])
    assert all(texts[language].values())


def test_every_word_that_the_page_names_exists() -> None:
    named = set(re.findall(r'data-(?:text|label|placeholder)="(\w+)"', TEMPLATE))
    named |= set(re.findall(r"\{\{ t\.(\w+)", TEMPLATE))
    named |= set(re.findall(r'\btext\("(\w+)"\)', SCRIPTS))
    assert named
    assert named <= set(interface()["en"])


def test_no_script_reads_markup_from_text() -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", SCRIPTS)


@pytest.mark.parametrize(
    ("query", "cookie", "header", "tag"),
    [
        ("", "", "", "en"),
        ("", "", "ur-PK,ur;q=0.9", "ur"),
        ("", "roman_ur", "ur-PK", "ur-Latn"),
        ("?lang=ur", "en", "", "ur"),
        ("?lang=xx", "<script>", "de", "en"),
    ],
)
async def test_the_page_comes_in_the_language_asked_for(
    client: httpx.AsyncClient, query: str, cookie: str, header: str, tag: str
) -> None:
    headers = {"Accept-Language": header, "Cookie": f"{LANGUAGE_COOKIE}={cookie}"}
    page = await client.get(f"/{query}", headers=headers)
    direction = "rtl" if tag == "ur" else "ltr"
    assert f'<html lang="{tag}" dir="{direction}"' in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_s_own_sentences_stand_in_each_language(language: str) -> None:
    speaker = Speaker(WEB.parent / "sentences")
    said = speaker.say("desk.engine_down", language, phone="0800-1")
    assert "0800-1" in said
    assert speaker.say("desk.button_expired", language)
    assert "{" not in speaker.say("desk.engine_down_no_phone", language)
