"""Delivers updates to the bot's webhook and again until it answers 200, as Telegram does."""

import asyncio
import random
import time
from collections import defaultdict
from typing import Any

import httpx

from tests.fakes.telegram_state import State

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0


class Deliveries:
    """Many at once, but one after the other for one chat unless shuffled."""

    def __init__(self, state: State, connections: int = 40) -> None:
        self._state = state
        self._slots = asyncio.Semaphore(connections)
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks: set[asyncio.Task[None]] = set()
        self._begun: set[int] = set()
        self.client = httpx.AsyncClient(trust_env=False, verify=False, timeout=30)
        self.repeat = 1
        """How often each update is delivered."""
        self.shuffle = False
        self.log: list[dict[str, Any]] = []

    async def run(self) -> None:
        """Begin each delivery as soon as there is an update and a webhook."""
        while True:
            async with self._state.changed:
                await self._state.changed.wait_for(self._is_due)
                due = [each for each in self._state.pending if each not in self._begun]
            if self.shuffle:
                random.shuffle(due)
            for update_id in due:
                self._begun.add(update_id)
                task = asyncio.create_task(self._deliver(self._state.pending[update_id]))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.client.aclose()

    def _is_due(self) -> bool:
        is_set = bool(self._state.webhook.url) and not self._state.is_closing
        return is_set and bool(self._state.pending.keys() - self._begun)

    async def _deliver(self, update: dict[str, Any]) -> None:
        turn = asyncio.Lock() if self.shuffle else self._turns[_chat(update)]
        async with turn:
            pause = FIRST_PAUSE
            while not await self._once(update):
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            self._state.acknowledge(update["update_id"])
            for _ in range(self.repeat - 1):
                await self._once(update)

    async def _once(self, update: dict[str, Any]) -> bool:
        hook = self._state.webhook
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        begun = time.perf_counter()
        try:
            async with self._slots:
                response = await self.client.post(hook.url, json=update, headers=headers)
            status = response.status_code
        except httpx.HTTPError:
            status = 0
        took = time.perf_counter() - begun
        self.log.append({"update_id": update["update_id"], "status": status, "seconds": took})
        if status != 200:
            hook.last_error = f"Wrong response from the webhook: {status}"
            hook.last_error_at = int(time.time())
        return status == 200


def _chat(update: dict[str, Any]) -> str:
    for part in update.values():
        if isinstance(part, dict):
            part = part.get("message", part)
            if isinstance(part, dict) and isinstance(part.get("chat"), dict):
                return str(part["chat"].get("id"))
    return ""
