"""Rasa's REST channel for the desk: a failed turn is an error, and no text goes into a log."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

logger = logging.getLogger(__name__)


class DeskChannel(RestInput):
    """POST /webhooks/rest/webhook as Rasa's own, but 503 where the turn failed, so that it is tried again."""

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes: GET / for health, POST /webhook for a turn."""
        webhook = Blueprint("desk_channel", __name__)

        @webhook.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            body = request.json
            if not isinstance(body, dict) or not isinstance(body.get("message"), str):
                return response.json({"error": "`message` must be a text"}, status=400)
            collector = CollectingOutputChannel()
            message = UserMessage(
                body["message"],
                collector,
                body.get("sender"),
                input_channel=self.name(),
                metadata=body.get("metadata"),
            )
            try:
                await on_new_message(message)
            except Exception as error:  # the desk tries the turn again
                logger.error("A turn failed: %s", type(error).__name__)
                return response.json({"error": "the turn failed"}, status=503)
            return response.json(collector.messages)

        return webhook
