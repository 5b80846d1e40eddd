"""Sends webhooks to the desk as Meta does: again and again until it answers 200."""

import asyncio
import random
import time
from typing import Any

import httpx

from .whatsapp_payloads import encoded, signature

#: Pauses between tries, in seconds; Meta's own are longer.
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 2.0


class Deliveries:
    """The webhooks of one app; `record` holds each with every status that it got."""

    def __init__(self, app_secret: str) -> None:
        self.url = ""
        self.record: list[dict[str, Any]] = []
        self._app_secret = app_secret
        self._client: httpx.AsyncClient | None = None
        self._running: set[asyncio.Task[Any]] = set()

    async def subscribe(self, url: str, verify_token: str) -> bool:
        """Shake hands with a webhook; it gets everything from now on."""
        self.url = url
        params = {
            "hub.mode": "subscribe",
            "hub.verify_token": verify_token,
            "hub.challenge": "1158201444",
        }
        response = await self._http().get(url, params=params)
        return response.status_code == 200 and response.text == "1158201444"

    async def deliver(self, update: Any, tries: int = 200) -> dict[str, Any]:
        """Send one webhook until it is acknowledged."""
        body = encoded(update)
        entry: dict[str, Any] = {"ids": _ids(update), "statuses": [], "acknowledged": None}
        self.record.append(entry)
        pause = FIRST_PAUSE
        for _ in range(tries):
            entry["statuses"].append(await self._post(body))
            if entry["statuses"][-1] == 200:
                entry["acknowledged"] = time.time()
                break
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))
            pause = min(pause * 2, LONGEST_PAUSE)
        return entry

    def deliver_later(self, update: Any, pause: float = 0.0) -> None:
        """The same in the background."""

        async def later() -> None:
            await asyncio.sleep(pause)
            await self.deliver(update)

        task = asyncio.get_running_loop().create_task(later())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _post(self, body: bytes) -> int:
        """The status; 0 where there was none."""
        headers = {
            "content-type": "application/json",
            "x-hub-signature-256": signature(body, self._app_secret),
        }
        try:
            response = await self._http().post(self.url, content=body, headers=headers)
        except httpx.HTTPError:
            return 0
        return response.status_code

    def _http(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=10, verify=False, trust_env=False)
        return self._client


def _ids(update: Any) -> list[str]:
    return [
        item["id"]
        for entry in update["entry"]
        for change in entry["changes"]
        for key in ("messages", "statuses")
        for item in change["value"].get(key, [])
        if isinstance(item, dict) and "id" in item
    ]
