"""The one Rasa action: reads the tracker, answers within a time limit, never leaves silence."""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from actions.closing import closing
from actions.details import Details
from actions.enquiry import Enquiry, Handler
from actions.helpline import Helpline
from actions.language import answer_language
from actions.memory import Memory
from actions.message import Message
from actions.names import action_for
from actions.remembering import changed_slots, remembered
from actions.reply import MOST_BUTTONS, Reply
from actions.settled import with_settled
from actions.voice import Voice
from locales import DEFAULT_LANGUAGE, LANGUAGES, Speaker

log = logging.getLogger(__name__)

TIME_LIMIT: Final = 8.0
"""Seconds; Rasa itself gives up after ten."""


@dataclass(frozen=True, slots=True)
class Services:
    """What every action needs; built once when the server starts."""

    sessions: async_sessionmaker[AsyncSession]
    speaker: Speaker
    helpline: Helpline
    clock: Callable[[], datetime]
    time_limit: float = TIME_LIMIT


class GuardedAction(Action):
    """Answers one intent. Whatever goes wrong, the user gets a sentence that says what to do."""

    def __init__(self, intent: str, answer: Handler, services: Services) -> None:
        self._intent = intent
        self._answer = answer
        self._services = services

    def name(self) -> str:
        """The action's name in the domain."""
        return action_for(self._intent)

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[dict[str, Any]]:
        """Answer, and return the slots that changed."""
        try:
            async with asyncio.timeout(self._services.time_limit):
                return await self._run(dispatcher, tracker)
        except Exception as error:
            # Its text may hold the user's words, so only its kind is logged.
            log.error(
                "action failed action=%s conversation=%s error=%s",
                self.name(),
                pseudonym(tracker.sender_id),
                type(error).__name__,
            )
            dispatcher.messages.clear()
            self._apologise(dispatcher, tracker)
            return []

    async def _run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[dict[str, Any]]:
        services = self._services
        message = Message.from_tracker(tracker, services.clock())
        async with services.sessions() as session:
            stored = Memory.from_slots(tracker.slots, message.at)
            memory = await with_settled(session, stored, message)
            voice = Voice(services.speaker, answer_language(message, memory))
            reply = await self._answer(
                Enquiry(
                    self._intent,
                    message.details,
                    message,
                    memory,
                    session,
                    voice,
                    services.helpline,
                    self._answer,
                )
            )
        self._utter(dispatcher, reply, reply.fixed_language or voice.language, message.details)
        changed = changed_slots(tracker.slots, remembered(memory, message, reply))
        return [SlotSet(name, value) for name, value in changed.items()]

    def _utter(
        self, dispatcher: CollectingDispatcher, reply: Reply, language: str, details: Details
    ) -> None:
        buttons = [button.as_json() for button in reply.buttons[:MOST_BUTTONS]]
        text = self._services.speaker.isolate(reply.text, language)
        dispatcher.utter_message(text=text, buttons=buttons)
        self._close(dispatcher, language, reply.intent, reply, details)

    def _apologise(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        language = _spoken(tracker)
        phone = self._services.helpline.known_phone
        speaker = self._services.speaker
        text = (
            speaker.say("error.trouble", language, phone=phone)
            if phone
            else speaker.say("error.trouble_no_phone", language)
        )
        dispatcher.utter_message(text=speaker.isolate(text, language))
        self._close(dispatcher, language, self._intent, Reply(text), Details())

    def _close(
        self,
        dispatcher: CollectingDispatcher,
        language: str,
        intent: str | None,
        reply: Reply,
        details: Details,
    ) -> None:
        """End the turn with what the desk reads and users never see."""
        about = closing(language, intent, reply, details)
        dispatcher.utter_message(json_message={"rahbar": about})


def pseudonym(conversation_id: str) -> str:
    """A name for the log that cannot be turned back: a WhatsApp id holds the phone number."""
    channel = conversation_id.partition(":")[0]
    return f"{channel}:{hashlib.sha256(conversation_id.encode()).hexdigest()[:10]}"


def _spoken(tracker: Tracker) -> str:
    """The language to apologise in, read from as little as possible."""
    slots = tracker.slots or {}
    heard = tracker.latest_message.get("language") if tracker.latest_message else None
    for language in (slots.get("fixed_language"), heard, slots.get("language")):
        if language in LANGUAGES:
            return str(language)
    return DEFAULT_LANGUAGE
