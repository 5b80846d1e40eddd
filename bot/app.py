"""The desk's web application."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from bot.body_limit import BodyLimit
from bot.chat import api, page
from bot.desk import build
from bot.engine import Engine, RasaEngine
from bot.errors import DeskError, TooManyMessages
from bot.operations import router as operations
from bot.settings import Settings

STATIC: Final = Path(__file__).parent / "web" / "static"
SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
log = structlog.get_logger(__name__)


def create_app(settings: Settings, engine: Engine | None = None) -> FastAPI:
    """Build the application; it connects when it starts."""
    desk = build(settings, engine or RasaEngine(settings.engine_address, settings.turn_deadline))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await desk.start()
        yield
        await desk.stop()

    app = FastAPI(title="Rahbar", lifespan=lifespan, openapi_url=None)
    app.state.desk = desk
    app.include_router(api.router)
    app.include_router(page.router)
    app.include_router(operations)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(BodyLimit, limit=settings.max_body_bytes)
    app.middleware("http")(_secured)
    _handle_errors(app)
    return app


async def _secured(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call(request)
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _handle_errors(app: FastAPI) -> None:
    @app.exception_handler(DeskError)
    async def refuse(request: Request, error: DeskError) -> JSONResponse:
        request.app.state.desk.metrics.refused.labels(error.code).inc()
        headers = {}
        if isinstance(error, TooManyMessages):
            headers["Retry-After"] = str(error.retry_after)
        return _told(error.status, error.code, str(error), headers)

    @app.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        # What was sent is not repeated: it may be personal.
        places = [".".join(str(part) for part in one["loc"]) for one in error.errors()]
        reasons = [one["msg"] for one in error.errors()]
        told = "; ".join(f"{place}: {why}" for place, why in zip(places, reasons, strict=True))
        return _told(422, "malformed", told)

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> JSONResponse:
        code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "refused")
        return _told(error.status_code, code, str(error.detail), error.headers)

    @app.exception_handler(Exception)
    async def failed(_: Request, error: Exception) -> JSONResponse:
        log.error("request_failed", error=type(error).__name__)
        return _told(503, "try_again", "The desk could not do this now; please try again.")


def _told(
    status: int, code: str, message: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    body = {"error": {"code": code, "message": message}}
    return JSONResponse(body, status_code=status, headers=headers)
