"""Whole conversations against the real engine, actions and desk."""

from collections import Counter
from typing import Any

import pytest
from whole_conversations import Conversation, Talk, Turn, answer_text, conversations, plain

from actions.names import INTENTS, NLU_FALLBACK

ALL = list(conversations())
EACH_LANGUAGE = 20


def test_there_are_enough_conversations_in_each_language() -> None:
    counted = Counter(conversation.language for _, conversation in ALL)
    assert all(counted[language] >= EACH_LANGUAGE for language in ("en", "ur", "roman_ur")), counted


def test_every_intent_is_spoken_in_each_language() -> None:
    for language in ("en", "ur", "roman_ur"):
        spoken = {
            turn.intent
            for _, conversation in ALL
            for turn in conversation.turns
            if conversation.language == language
        }
        assert set(INTENTS) - {NLU_FALLBACK} - spoken == set(), language


@pytest.mark.parametrize(
    "conversation", [pytest.param(each, id=f"{file}: {each.name}") for file, each in ALL]
)
def test_conversation(desk: str, conversation: Conversation) -> None:
    talk = Talk(desk)
    for number, turn in enumerate(conversation.turns, start=1):
        answer = talk.take(turn)
        faults = list(_faults(turn, answer, conversation.language, talk))
        assert not faults, _report(number, turn, answer, faults)


def _faults(turn: Turn, answer: dict[str, Any], language: str, talk: Talk) -> list[str]:
    said = answer_text(answer).casefold()
    faults = [] if said.strip() else ["the answer is empty"]
    faults += [f"lacks {fact!r}" for fact in turn.contains if not _holds(said, talk.fill(fact))]
    faults += [f"holds {fact!r}" for fact in turn.lacks if _holds(said, fact)]
    if turn.any_of and not any(_holds(said, fact) for fact in turn.any_of):
        faults.append(f"holds none of {turn.any_of}")
    if turn.intent and answer["intent"] != turn.intent:
        faults.append(f"was understood as {answer['intent']}, not {turn.intent}")
    expected = turn.language or language
    if expected != "any" and answer["language"] != expected:
        faults.append(f"is in {answer['language']}, not {expected}")
    return faults


def _holds(said: str, fact: str) -> bool:
    return plain(fact).casefold() in said


def _report(number: int, turn: Turn, answer: dict[str, Any], faults: list[str]) -> str:
    titles = [button["title"] for reply in answer["replies"] for button in reply["buttons"]]
    asked = turn.user if turn.press is None else f"[{turn.press}]"
    return (
        f"turn {number}, {asked!r}: the answer {'; '.join(faults)}\n"
        f"{answer_text(answer)}\nbuttons: {titles}"
    )
