"""Alive, ready, measured: what a supervisor and Prometheus ask."""

import asyncio

import httpx
from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import JSONResponse

from bot.chat.access import TheDesk
from bot.desk import Desk

router = APIRouter()

#: Seconds that each part has to answer.
_TIMEOUT = 2.0


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(desk: TheDesk) -> JSONResponse:
    """Database, engine and actions answer; else 503, with what is missing."""
    database, engine, actions = await asyncio.gather(
        _database(desk), desk.engine.is_ready(), _actions(desk)
    )
    parts = {"database": database, "engine": engine, "actions": actions}
    return JSONResponse(
        {"ready": all(parts.values()), **parts}, 200 if all(parts.values()) else 503
    )


@router.get("/metrics")
async def metrics(desk: TheDesk) -> Response:
    """Figures for Prometheus."""
    return Response(generate_latest(desk.metrics.registry), media_type=CONTENT_TYPE_LATEST)


async def _database(desk: Desk) -> bool:
    try:
        async with asyncio.timeout(_TIMEOUT), desk.store.read() as session:
            await session.execute(text("SELECT 1"))
    except (SQLAlchemyError, TimeoutError):
        return False
    return True


async def _actions(desk: Desk) -> bool:
    address = f"{desk.settings.actions_address}/health"
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT, trust_env=False) as client:
            return (await client.get(address)).is_success
    except httpx.HTTPError:
        return False
