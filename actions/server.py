"""The action server's three routes, as Rasa's engine calls them."""

import json
import logging
from collections.abc import Iterable
from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import Action, ActionNotFoundException
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Lifespan

log = logging.getLogger(__name__)

# rasa-sdk's own server answers an error with the whole request in it, and any origin may call it.


def create_app(actions: Iterable[Action], lifespan: Lifespan[Starlette] | None = None) -> Starlette:
    """Serve actions on ``POST /webhook``, with ``GET /health`` and ``GET /actions``."""
    executor = ActionExecutor()
    for action in actions:
        executor.register_action(action)

    async def webhook(request: Request) -> JSONResponse:
        return await _execute(executor, await request.body())

    async def health(_: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    async def names(_: Request) -> JSONResponse:
        return JSONResponse([action.model_dump() for action in executor.list_actions()])

    routes = [
        Route("/webhook", webhook, methods=["POST"]),
        Route("/health", health),
        Route("/actions", names),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _execute(executor: ActionExecutor, body: bytes) -> JSONResponse:
    call = _action_call(body)
    if call is None:
        return JSONResponse({"error": "The body is no action call."}, status_code=400)
    try:
        result = await executor.run(call)
    except ActionNotFoundException as error:
        unknown = {"error": "No such action.", "action_name": error.action_name}
        return JSONResponse(unknown, status_code=404)
    except Exception as error:
        # Only a tracker that cannot be read gets here: an action catches its own errors.
        log.error("action call failed error=%s", type(error).__name__)
        return JSONResponse({"error": "The call could not be carried out."}, status_code=400)
    return JSONResponse(result.model_dump() if result else None)


def _action_call(body: bytes) -> dict[str, Any] | None:
    try:
        call = json.loads(body)
    except ValueError:
        return None
    if not isinstance(call, dict) or not isinstance(call.get("tracker"), dict):
        return None
    # The actions need no domain; without one the executor would ask the engine to send it all.
    return {**call, "domain": call.get("domain") or {}}
