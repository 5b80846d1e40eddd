"""The calls of the Graph API that we make, each one request of pywa's client.

Sources: developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages,
.../typing-indicators, .../business-phone-numbers/media
"""

import logging
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Final

import httpx
from pywa_async.client import WhatsApp

from bot.channels import errors
from bot.channels.whatsapp.failures import failure_of
from bot.channels.whatsapp.senders import is_phone

#: Of the Graph API; the one that pywa 4.5 was made for.
VERSION: Final = "26.0"

_TIMEOUT: Final = httpx.Timeout(20.0, connect=5.0, pool=5.0)
#: An idle connection is given up before the other side does so under a request, which would leave
#: us unsure whether that was sent.
_LIMITS: Final = httpx.Limits(
    max_connections=100, max_keepalive_connections=20, keepalive_expiry=4.0
)


class Graph:
    """One business phone number at the Cloud API."""

    def __init__(self, phone_id: str, token: str, url: str, version: str = VERSION) -> None:
        """`url` is the API's address without the version. Connects with the first call."""
        # pywa prints what it sends, people's words among it, when its loggers are let to.
        for name in ("pywa", "pywa_async"):
            logging.getLogger(name).setLevel(logging.ERROR)
        self.url = httpx.URL(url)
        self._phone_id = phone_id
        self._http = httpx.AsyncClient(timeout=_TIMEOUT, limits=_LIMITS)
        self._api = WhatsApp(phone_id, token, session=self._http, api_version=version).api
        # pywa writes Meta's address into the session that it is given.
        self._http.base_url = f"{url.rstrip('/')}/v{version}"

    async def close(self) -> None:
        """Give connections back."""
        await self._http.aclose()

    async def send(self, kind: str, body: Mapping[str, Any], address: str, tag: str) -> str:
        """Send one message; gives its id.

        Raises:
            SendError: what the outbox is to do.
        """
        if not address:
            raise errors.Final("no_address", "the conversation has no address")
        to_phone = is_phone(address)
        try:
            answer = await self._api.send_message(
                sender=self._phone_id,
                to=address if to_phone else None,
                recipient=None if to_phone else address,
                recipient_type="individual",
                typ=kind,
                msg=dict(body),
                biz_opaque_callback_data=tag,
            )
        except Exception as error:
            raise failure_of(error) from error
        return _id_in(answer)

    async def show_typing(self, message_id: str) -> None:
        """Mark a message as read and show that an answer is written, for 25 seconds at most."""
        await self._api.set_indicator(self._phone_id, message_id, "text")

    async def media(self, media_id: str) -> Mapping[str, Any]:
        """Where a file is, its type and size.

        Raises:
            SendError: as for sending.
        """
        try:
            answer: Mapping[str, Any] = await self._api.get_media_url(media_id)
        except Exception as error:
            raise failure_of(error) from error
        return answer

    def download(self, url: httpx.URL) -> AbstractAsyncContextManager[httpx.Response]:
        """Read a file; the token goes with the request, redirects are not followed."""
        return self._http.stream("GET", url, follow_redirects=False)

    async def phone_number(self) -> Mapping[str, Any]:
        """Our own number: `verified_name`, `quality_rating`, `display_phone_number`."""
        fields = ("verified_name", "quality_rating", "display_phone_number")
        answer: Mapping[str, Any] = await self._api.get_business_phone_number(
            self._phone_id, fields
        )
        return answer

    async def subscribed_apps(self, business_id: str) -> Mapping[str, Any]:
        """The apps that get the webhooks of a business account."""
        answer: Mapping[str, Any] = await self._api.get_waba_subscribed_apps(business_id)
        return answer


def _id_in(answer: Any) -> str:
    try:
        return str(answer["messages"][0]["id"])
    except (KeyError, IndexError, TypeError):
        raise _no_id() from None


def _no_id() -> errors.SendError:
    return errors.Unsure("unreadable_answer", "accepted without the id of a message")
