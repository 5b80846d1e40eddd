"""Whatever goes wrong becomes a clear answer in JSON, without echoing what was sent."""

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse

from bot.errors import DeskError, TooManyMessages, TurnFailed
from bot.metrics import Metrics

log = structlog.get_logger(__name__)

#: Seconds after which a caller may ask again when the database did not answer.
_RETRY_AFTER = 2


def install(app: FastAPI, metrics: Metrics) -> None:
    """Register the handlers."""

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        metrics.refused.labels("invalid").inc()
        # `input` and `ctx` would send the body back; they may not even be valid Unicode.
        faults = [{key: each[key] for key in ("type", "loc", "msg")} for each in error.errors()]
        return JSONResponse({"detail": faults}, 422)

    async def refused(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, DeskError)
        metrics.refused.labels(error.code).inc()
        fault = {"type": error.code, "loc": ["body", "text"], "msg": str(error)}
        return JSONResponse({"detail": [fault]}, error.status, _headers(error))

    async def unavailable(_: Request, error: Exception) -> JSONResponse:
        log.error("request_failed", exc_info=error)
        fault = {"type": TurnFailed.code, "loc": [], "msg": "not stored, send it again"}
        return JSONResponse(
            {"detail": [fault]}, TurnFailed.status, {"Retry-After": str(_RETRY_AFTER)}
        )

    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(DeskError, refused)
    app.add_exception_handler(SQLAlchemyError, unavailable)


def _headers(error: DeskError) -> dict[str, str]:
    if isinstance(error, TooManyMessages):
        return {"Retry-After": str(error.retry_after)}
    return {"Retry-After": str(_RETRY_AFTER)} if error.status == TurnFailed.status else {}
