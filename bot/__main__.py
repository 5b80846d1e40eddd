"""Serves the desk: `python -m bot`. The process's composition root."""

import uvicorn

from bot import logs
from bot.app import create_app
from bot.settings import Settings


def main() -> None:
    """Serve until stopped."""
    settings = Settings()
    logs.configure(settings.log_level, as_json=settings.production)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=3,
    )


if __name__ == "__main__":
    main()
