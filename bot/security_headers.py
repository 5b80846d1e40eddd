"""The headers with which a browser lets the page do what it does and nothing else."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Everything comes from here, no script stands in the page, and no text can become markup.
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
#: The console swaps in what the desk has rendered and escaped, so its pages may make markup of
#: text; it also plays voice messages and sounds, and shows documents, all from here.
CONSOLE_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_CONSOLE: Final = "/console"
_FILES: Final = ("/static/", "/console/static/")
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """ASGI middleware; plain, because an event stream must pass through it as it comes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the response gets the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # A conversation is nobody else's to keep; files may be kept but are asked for again.
        path: str = scope["path"]
        caching = "no-cache" if path.startswith(_FILES) else "no-store"
        is_console = path == _CONSOLE or path.startswith(f"{_CONSOLE}/")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if is_console:
                    headers["Content-Security-Policy"] = CONSOLE_POLICY
                headers.setdefault("Cache-Control", caching)
            await send(message)

        await self._app(scope, receive, with_headers)
