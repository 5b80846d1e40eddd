"""The desk's web application."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from bot.body_limit import BodyLimit
from bot.channels.port import Channel
from bot.chat import api, events, page
from bot.composition import channels_of
from bot.console import routes as console
from bot.desk import build
from bot.engine import Engine, RasaEngine
from bot.errors import BodyTooLarge, DeskError, TooManyMessages, TurnFailed
from bot.operations import router as operations
from bot.security_headers import SecurityHeaders
from bot.settings import Settings
from bot.staff import routes as staff_pages

STATIC: Final = Path(__file__).parent / "web" / "static"
#: Seconds, told to who meets a database that does not answer.
_TRY_AGAIN: Final = "2"
log = structlog.get_logger(__name__)


def create_app(
    settings: Settings,
    engine: Engine | None = None,
    channels: Sequence[Channel] | None = None,
) -> FastAPI:
    """Build the application; it connects when it starts."""
    desk = build(
        settings,
        engine or RasaEngine(settings.engine_address, settings.turn_deadline),
        channels_of(settings) if channels is None else channels,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await desk.start()
        yield
        await desk.stop()

    app = FastAPI(title="Rahbar", lifespan=lifespan, openapi_url=None)
    app.state.desk = desk
    app.include_router(api.router)
    app.include_router(events.router)
    app.include_router(page.router)
    app.include_router(operations)
    for channel in desk.channels.values():
        if channel.router is not None:
            app.include_router(channel.router)
    staff_pages.install(app)
    console.install(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(
        BodyLimit,
        limit=settings.max_body_bytes,
        larger={"/webhooks/": settings.max_webhook_bytes},
    )
    app.add_middleware(SecurityHeaders)
    _handle_errors(app)
    return app


def _handle_errors(app: FastAPI) -> None:
    @app.exception_handler(DeskError)
    async def refuse(request: Request, error: DeskError) -> JSONResponse:
        request.app.state.desk.metrics.refused.labels(error.code).inc()
        return _told(error.status, error.code, str(error), _retry(error))

    @app.exception_handler(SQLAlchemyError)
    async def unavailable(_: Request, error: SQLAlchemyError) -> JSONResponse:
        # Its text holds the row that could not be written, so neither log nor caller gets it.
        log.error("database_failed", error=type(error).__name__)
        again = TurnFailed("The database did not answer; please send it again.")
        return _told(again.status, again.code, str(again), _retry(again))

    @app.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        # What was sent is not repeated: it may be personal.
        places = [".".join(str(part) for part in one["loc"]) for one in error.errors()]
        reasons = [one["msg"] for one in error.errors()]
        told = "; ".join(f"{place}: {why}" for place, why in zip(places, reasons, strict=True))
        return _told(422, "malformed", told)

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> JSONResponse:
        codes = {404: "not_found", 405: "method_not_allowed", 413: BodyTooLarge.code}
        code = codes.get(error.status_code, "refused")
        return _told(error.status_code, code, str(error.detail), error.headers)

    @app.exception_handler(Exception)
    async def failed(_: Request, error: Exception) -> JSONResponse:
        log.error("request_failed", error=type(error).__name__)
        return _told(503, "try_again", "The desk could not do this now; please try again.")


def _retry(error: DeskError) -> dict[str, str]:
    if isinstance(error, TooManyMessages):
        return {"Retry-After": str(error.retry_after)}
    return {"Retry-After": _TRY_AGAIN} if error.status == TurnFailed.status else {}


def _told(
    status: int, code: str, message: str, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    body = {"error": {"code": code, "message": message}}
    return JSONResponse(body, status_code=status, headers=headers)
