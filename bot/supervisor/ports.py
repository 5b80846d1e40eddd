"""Whether the ports are free, asked before anything is started on them."""

import socket

from bot.settings import Settings


def taken(settings: Settings) -> list[tuple[str, int]]:
    """The processes whose port something else listens on, with the port."""
    wanted = (
        ("desk", settings.host, settings.port),
        ("engine", "127.0.0.1", settings.engine_port),
        ("actions", "127.0.0.1", settings.actions_port),
    )
    return [(name, port) for name, host, port in wanted if not _is_free(host, port)]


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: a port that was closed a moment ago counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
