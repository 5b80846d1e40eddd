"""An action server that answers at once: `python -m bench.stub_actions PORT`.

With it both engines do the same work. It counts its calls and the time it spends in them.
"""

import json
import sys
import time
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


@dataclass
class Spent:
    """Calls answered, and the seconds from a call's arrival to its answer."""

    calls: int = 0
    seconds: float = 0.0


def create_app() -> Starlette:
    """`POST /webhook` as an action server, `GET /spent` for the benchmark."""
    spent = Spent()

    async def webhook(request: Request) -> JSONResponse:
        started = time.perf_counter()
        call = json.loads(await request.body())
        text = f"Answer of {call['next_action']}"
        response = JSONResponse({"events": [], "responses": [{"text": text}]})
        spent.calls += 1
        spent.seconds += time.perf_counter() - started
        return response

    async def told(_: Request) -> JSONResponse:
        return JSONResponse({"calls": spent.calls, "seconds": spent.seconds})

    return Starlette(routes=[Route("/webhook", webhook, methods=["POST"]), Route("/spent", told)])


if __name__ == "__main__":
    uvicorn.run(
        create_app(),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        access_log=False,
        log_level="warning",
        timeout_keep_alive=75,
    )
