"""The web chat's page."""

from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.templating import Jinja2Templates

from bot.languages import DEFAULT, LANGUAGES, Language, known
from bot.web.interface_texts import interface_texts

STATIC = Path(__file__).parent / "static"
LANGUAGE_COOKIE = "rahbar_language"

router = APIRouter()
_templates = Jinja2Templates(directory=Path(__file__).parent / "templates")


@router.get("/", include_in_schema=False)
async def chat(request: Request) -> Response:
    """The page, in the language that was asked for, chosen before, or that the browser prefers."""
    language = language_of(request)
    texts = interface_texts()
    return _templates.TemplateResponse(
        request,
        "chat.html",
        {
            "language": language,
            "languages": LANGUAGES,
            "texts": texts,
            "t": texts[language],
            "max_characters": request.app.state.desk.settings.max_characters,
        },
    )


@router.get("/favicon.ico", include_in_schema=False)
async def icon() -> Response:
    """Browsers ask for it whatever the page says; the real one is an SVG."""
    return Response(status_code=204)


def language_of(request: Request) -> Language:
    """The language to show the page in at first."""
    asked = known(request.query_params.get("lang"))
    chosen = known(request.cookies.get(LANGUAGE_COOKIE))
    preferred = request.headers.get("accept-language", "").lower()
    return asked or chosen or ("ur" if preferred.startswith("ur") else DEFAULT)
