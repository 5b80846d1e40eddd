"""The two fake providers as processes, and how the desk is told of them."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from tests.fakes.telegram_server import TOKEN
from tests.fakes.whatsapp_state import Rules

_UP_WITHIN: Final = 30.0


@dataclass(frozen=True)
class Providers:
    """Where the fakes listen."""

    telegram: str
    whatsapp: str

    def settings(self, desk: str) -> dict[str, str]:
        """The environment of a desk that is to use them; `desk` is its own address."""
        rules = Rules()
        return {
            "RAHBAR_PUBLIC_URL": desk,
            "RAHBAR_TELEGRAM_TOKEN": TOKEN,
            "RAHBAR_TELEGRAM_API_URL": self.telegram,
            "RAHBAR_WHATSAPP_TOKEN": rules.token,
            "RAHBAR_WHATSAPP_PHONE_ID": rules.phone_id,
            "RAHBAR_WHATSAPP_BUSINESS_ID": rules.business_id,
            "RAHBAR_WHATSAPP_APP_SECRET": rules.app_secret,
            "RAHBAR_WHATSAPP_VERIFY_TOKEN": rules.verify_token,
            "RAHBAR_WHATSAPP_GRAPH_URL": self.whatsapp,
        }

    def meet(self, desk: str) -> bool:
        """Let Meta shake hands with the desk's webhook; Telegram's sets the desk itself."""
        hook = {"url": f"{desk}/webhooks/whatsapp"}
        url = f"{self.whatsapp}/control/webhook"
        answer = httpx.post(url, json=hook, timeout=10, trust_env=False)
        return bool(answer.json()["verified"])


@contextmanager
def running_providers(root: Path, telegram: int, whatsapp: int) -> Iterator[Providers]:
    """Start both on their ports, and end them."""
    servers = {"telegram": telegram, "whatsapp": whatsapp}
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", f"tests.fakes.{name}_server", "--port", str(port)], cwd=root
        )
        for name, port in servers.items()
    ]
    providers = Providers(f"http://127.0.0.1:{telegram}", f"http://127.0.0.1:{whatsapp}")
    try:
        for url in (providers.telegram, providers.whatsapp):
            _wait_for(url)
        yield providers
    finally:
        for process in processes:
            process.terminate()
            process.wait(timeout=10)


def _wait_for(url: str) -> None:
    until = time.monotonic() + _UP_WITHIN
    while time.monotonic() < until:
        try:
            httpx.get(f"{url}/control/record", timeout=3, trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{url} does not answer")
