"""What operators and their monitors ask: alive, ready, figures."""

import asyncio

import httpx
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.desk import Desk

router = APIRouter()


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """Whether a question would be answered now: database, engine and actions; else 503."""
    desk: Desk = request.app.state.desk
    database, engine, actions = await asyncio.gather(
        _database_answers(desk),
        desk.engine.is_ready(),
        _answers(f"{desk.settings.actions_address}/health"),
    )
    parts = {"database": database, "engine": engine, "actions": actions}
    return JSONResponse(parts, status_code=200 if all(parts.values()) else 503)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Figures for Prometheus."""
    desk: Desk = request.app.state.desk
    return Response(generate_latest(desk.metrics.registry), media_type=CONTENT_TYPE_LATEST)


async def _database_answers(desk: Desk) -> bool:
    try:
        async with desk.store.read() as session:
            await session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


async def _answers(url: str) -> bool:
    async with httpx.AsyncClient(timeout=2.0, trust_env=False) as client:
        try:
            return (await client.get(url)).is_success
        except httpx.HTTPError:
            return False
