"""Serves a fake provider on loopback, with sockets that can be dropped."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class DroppableProtocol(HttpToolsProtocol):
    """Lets the application reach the connection that a request came by."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["transport"] = self.transport


class QuietServer(uvicorn.Server):
    """Leaves the signals of the process alone."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def drop(request: Request) -> None:
    """Cut the connection of a request without a word."""
    transport: Any = request.scope["transport"]
    transport.abort()


def configuration(app: FastAPI, **others: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=DroppableProtocol,
        log_level="error",
        timeout_graceful_shutdown=1,
        timeout_keep_alive=60,
        **others,
    )


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[str]:
    """Serve an app on a free port in this event loop; gives its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = QuietServer(configuration(app))
        task = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:
            await asyncio.sleep(0.005)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task


def serve_for_ever(app: FastAPI, port: int) -> None:
    """Serve an app on a port until the process is ended."""
    uvicorn.Server(configuration(app, host="127.0.0.1", port=port)).run()
