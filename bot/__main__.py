"""Serves the desk: `python -m bot`. The process's composition root."""

from socket import socket

import uvicorn

from bot import logs
from bot.app import create_app
from bot.desk import Desk
from bot.settings import Settings


class DeskServer(uvicorn.Server):
    """Uvicorn, which on its own would wait for requests that wait for the engine."""

    def __init__(self, config: uvicorn.Config, desk: Desk) -> None:
        super().__init__(config)
        self._desk = desk

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Answer whoever waits with "try again", then close."""
        await self._desk.let_go()
        await super().shutdown(sockets)


def main() -> None:
    """Serve until stopped."""
    settings = Settings()
    logs.configure(settings.log_level, as_json=settings.production)
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        # Paths hold conversation ids, and those are keys.
        access_log=False,
        log_level="warning",
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=2,
    )
    DeskServer(config, app.state.desk).run()


if __name__ == "__main__":
    main()
