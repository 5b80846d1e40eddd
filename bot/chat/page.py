"""The page of the web chat."""

from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from fastapi import APIRouter, Request, Response
from fastapi.templating import Jinja2Templates

from bot.languages import LANGUAGES

WEB: Final = Path(__file__).parent.parent / "web"
router = APIRouter()
_templates = Jinja2Templates(directory=WEB / "templates")


@cache
def interface() -> dict[str, Any]:
    """The page's own words, by language."""
    files = {language: WEB / "interface" / f"{language}.yml" for language in LANGUAGES}
    return {
        language: yaml.safe_load(file.read_text(encoding="utf-8"))
        for language, file in files.items()
    }


@router.get("/", include_in_schema=False)
async def chat_page(request: Request) -> Response:
    """The web chat."""
    return _templates.TemplateResponse(request, "chat.html", {"interface": interface()})
