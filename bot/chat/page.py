"""The page of the web chat, and its own words in three languages."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from fastapi import APIRouter, Request, Response
from fastapi.templating import Jinja2Templates

from bot.chat.access import TheDesk
from bot.languages import DEFAULT, DIRECTIONS, HTML_TAGS, LANGUAGES, Language, known

WEB: Final = Path(__file__).parent.parent / "web"
LANGUAGE_COOKIE: Final = "rahbar_language"

router = APIRouter()
_templates = Jinja2Templates(directory=WEB / "templates")


@cache
def interface() -> Mapping[Language, Mapping[str, Any]]:
    """The page's own words, by language; `tag` and `dir` are for its attributes."""
    return {
        language: {
            **yaml.safe_load((WEB / "interface" / f"{language}.yml").read_text(encoding="utf-8")),
            "tag": HTML_TAGS[language],
            "dir": DIRECTIONS[language],
        }
        for language in LANGUAGES
    }


@router.get("/", include_in_schema=False)
async def chat_page(request: Request, desk: TheDesk) -> Response:
    """The web chat, in the language asked for, chosen before, or preferred by the browser."""
    language, texts = language_of(request), interface()
    context = {
        "language": language,
        "languages": LANGUAGES,
        "texts": texts,
        "t": texts[language],
        "max_characters": desk.settings.max_characters,
    }
    return _templates.TemplateResponse(request, "chat.html", context)


@router.get("/favicon.ico", include_in_schema=False)
async def icon() -> Response:
    """Browsers ask for it whatever the page says; the icon is an SVG that the page names."""
    return Response(status_code=204)


def language_of(request: Request) -> Language:
    """The language to show the page in at first."""
    asked = known(request.query_params.get("lang"))
    chosen = known(request.cookies.get(LANGUAGE_COOKIE))
    preferred = request.headers.get("accept-language", "").lower()
    return asked or chosen or ("ur" if preferred.startswith("ur") else DEFAULT)
