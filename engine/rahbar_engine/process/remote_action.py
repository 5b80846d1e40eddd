"""The call of the action server, without what Rasa repeats with every call.

Stock Rasa opens a connection anew, sends the whole past and the whole domain, and compiles a JSON
schema to check the reply. Here one kept connection carries the slots and the last message.
"""

from __future__ import annotations

import asyncio
from typing import Any, Dict, List, Optional, cast

import aiohttp
from rasa.core.actions import action as rasa_actions
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.shared.exceptions import RasaException

# Actions answer within 10 s (their own limit is shorter); Rasa's default is 300.
_TIMEOUT = aiohttp.ClientTimeout(total=10)


class ActionServerFailed(RasaException):
    """The action server did not answer a call with a usable reply."""


class DirectRemoteAction(rasa_actions.RemoteAction):
    """A custom action over one kept-alive connection."""

    _session: Optional[aiohttp.ClientSession] = None

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> List[Event]:
        """Runs the action. Raises ActionServerFailed, without the conversation's content."""
        reply = await self._call(tracker)
        try:
            responses = await self._utter_responses(
                reply.get("responses", []), output_channel, nlg, tracker
            )
            return cast(List[Event], responses) + _events(reply.get("events", []))
        except Exception as error:
            # Its text may quote the reply, and Rasa writes it into the log.
            kind = type(error).__name__
            raise ActionServerFailed(f"{self._name}: a reply of another form: {kind}") from None

    async def _call(self, tracker: DialogueStateTracker) -> Dict[str, Any]:
        if self.action_endpoint is None:
            raise ActionServerFailed("no action endpoint is configured")
        body = {
            "next_action": self._name,
            "sender_id": tracker.sender_id,
            "tracker": tracker.current_state(EventVerbosity.NONE),
            "version": rasa_actions.rasa.__version__,
            "domain": {},
        }
        body["tracker"]["events"] = []
        try:
            async with self._connection().post(self.action_endpoint.url, json=body) as response:
                if response.status != 200:
                    raise ActionServerFailed(f"{self._name}: HTTP {response.status}")
                reply = await response.json()
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            raise ActionServerFailed(f"{self._name}: {type(error).__name__}") from None
        if not isinstance(reply, dict):
            raise ActionServerFailed(f"{self._name}: the reply is no object")
        return reply

    @classmethod
    def _connection(cls) -> aiohttp.ClientSession:
        if cls._session is None or cls._session.closed:
            cls._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        return cls._session


def _events(described: List[Dict[str, Any]]) -> List[Event]:
    """The events of a reply; slots, nearly all of them, without looking up every class."""
    return [
        SlotSet(event["name"], event.get("value"), event.get("timestamp"))
        if event.get("event") == "slot"
        else deserialise_events([event])[0]
        for event in described
    ]
