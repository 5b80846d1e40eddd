"""Fetches what a person sent: its address first, then the bytes.

A media id of a webhook is good for 7 days, an address for 5 minutes.
Source: developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
"""

import re
from collections.abc import Mapping
from typing import Any, Final

import httpx

from bot.channels import errors
from bot.channels.port import File
from bot.channels.whatsapp.fields import words
from bot.channels.whatsapp.graph import Graph

#: Beside the Graph API itself, the only host that Meta serves people's files from.
_FILES: Final = "lookaside.fbsbx.com"

_MEDIA_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")
_TOO_LARGE: Final = "media_too_large"


async def fetch(graph: Graph, media_id: str, largest: int) -> File:
    """Get a file of at most `largest` bytes.

    Raises:
        Final: gone, too large, or said to be at a place that the token must not be sent to.
        Temporary: try again later. ChannelStopped: the token is refused.
    """
    if not _MEDIA_ID.fullmatch(media_id):
        raise errors.Final("media_id", "not an id of a file")
    try:
        found = await graph.media(media_id)
    except errors.Unsure as error:
        # Looking a file up changes nothing, so that a broken call may be made again.
        raise errors.Temporary(error.code, error.reason) from error
    size = found.get("file_size")
    if isinstance(size, int) and size > largest:
        raise errors.Final(_TOO_LARGE, f"{size} bytes")
    url = _safe(found, graph.url)
    try:
        return await _download(graph, url, largest, words(found.get("mime_type"), 255) or None)
    except httpx.HTTPError as error:
        raise errors.Temporary("connection", type(error).__name__) from error


def _safe(found: Mapping[str, Any], graph: httpx.URL) -> httpx.URL:
    """The address of a file, if it is one that the token may be shown to."""
    try:
        url = httpx.URL(found.get("url") or "")
    except (httpx.InvalidURL, TypeError) as error:
        raise errors.Final("media_host", "not an address") from error
    is_graph = (url.scheme, url.host, url.port) == (graph.scheme, graph.host, graph.port)
    is_files = (url.scheme, url.host, url.port) == ("https", _FILES, None)
    if not (is_graph or is_files) or url.userinfo:
        raise errors.Final("media_host", f"the file is said to be at {url.host[:100]}")
    return url


async def _download(graph: Graph, url: httpx.URL, largest: int, mime: str | None) -> File:
    async with graph.download(url) as response:
        if response.status_code != httpx.codes.OK:
            raise _refused(response.status_code)
        content = bytearray()
        async for chunk in response.aiter_bytes():
            content += chunk
            if len(content) > largest:
                raise errors.Final(_TOO_LARGE, f"more than {largest} bytes")
        return File(bytes(content), mime or response.headers.get("content-type"))


def _refused(status: int) -> errors.SendError:
    code, reason = f"http_{status}", "the file was not given"
    if status == httpx.codes.UNAUTHORIZED:
        return errors.ChannelStopped(code, reason)
    if status >= 500 or status == httpx.codes.TOO_MANY_REQUESTS:
        return errors.Temporary(code, reason)
    return errors.Final("media_gone", reason)
