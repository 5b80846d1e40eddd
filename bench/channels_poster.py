"""Posts JSON over kept connections. A general client costs more than the desk that is measured."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import urlsplit

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Poster:
    """As many connections as there are requests at once, each used again."""

    def __init__(self) -> None:
        self._idle: dict[str, list[Connection]] = defaultdict(list)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status; 0 where there was none."""
        parts = urlsplit(url)
        lines = [f"POST {parts.path} HTTP/1.1", f"host: {parts.netloc}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += [f"content-length: {len(body)}", "", ""]
        request = "\r\n".join(lines).encode() + body
        idle = self._idle[parts.netloc]
        while idle:
            # The desk closes what was not used for some seconds; then the next is tried.
            if status := await self._exchanged(idle, idle.pop(), request):
                return status
        try:
            connection = await asyncio.open_connection(parts.hostname, parts.port)
        except OSError:
            return 0
        return await self._exchanged(idle, connection, request)

    async def _exchanged(
        self, idle: list[Connection], connection: Connection, request: bytes
    ) -> int:
        try:
            status = await _exchange(connection, request)
        except (OSError, EOFError):
            connection[1].close()
            return 0
        idle.append(connection)
        return status

    def close(self) -> None:
        """Close what is kept."""
        for idle in self._idle.values():
            for _, writer in idle:
                writer.close()


async def _exchange(connection: Connection, request: bytes) -> int:
    reader, writer = connection
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.split("content-length:")[1].split("\r\n")[0])
    await reader.readexactly(length)
    return int(head.split(" ", 2)[1])
