"""When a message is not understood: ask between two, offer what its words find, then a person."""

from collections.abc import Sequence
from typing import Final

from actions.ask_back import GOOD_HIT
from actions.card import person_button, programme_button
from actions.enquiry import Enquiry
from actions.inform import changes
from actions.memory import Context, Question
from actions.menu import menu_buttons
from actions.names import (
    AFFIRM,
    APPLY,
    BENEFITS,
    DENY,
    DOCUMENTS,
    ELIGIBILITY,
    INFORM,
    LIST_PROGRAMMES,
    NLU_FALLBACK,
    TALK_TO_HUMAN,
)
from actions.reply import Button, Reply, lines
from programmes.models import Article, Programme
from programmes.queries import Hit, find_article, find_programme, search

LIKELY: Final = 0.15
CLOSE: Final = 0.5
"""Share of the likeliest intent's confidence that the next must have to be offered beside it."""
MOST_MEANT: Final = 3
MOST_HITS: Final = 3
NOT_OFFERED: Final = frozenset({NLU_FALLBACK, INFORM, "out_of_scope", "abuse", AFFIRM, DENY})
ASKED_BY: Final = {
    "research": "ask_research",
    "partnership": "ask_partnership",
    "sell-online": "ask_sell_online",
    "export": "ask_export_support",
    "registration": "ask_business_registration",
    "tax": "ask_tax",
    "business-plan": "ask_business_plan",
    "definition": "ask_sme_definition",
    "privacy": "ask_privacy",
    "finance": LIST_PROGRAMMES,
}
"""The intent that the articles of a matter answer."""


async def clarify(enquiry: Enquiry) -> Reply:
    """Ask back once; at the second failure in a row offer a person."""
    question = enquiry.memory.question
    if question is not None and changes(enquiry.details, question):
        return await enquiry.ask(INFORM, enquiry.details)
    if enquiry.memory.unclear_turns:
        return _offer_person(enquiry)
    reply = _between(enquiry) or _about_programme(enquiry) or await _found(enquiry)
    reply.not_understood = True
    return reply


def close_intents(ranking: Sequence[tuple[str, float]]) -> list[str]:
    """The intents between which a message lies; fewer than two if there is no such doubt."""
    likely = [pair for pair in ranking if pair[0] not in NOT_OFFERED and pair[1] >= LIKELY]
    close = [name for name, confidence in likely if confidence >= CLOSE * likely[0][1]]
    return close[:MOST_MEANT] if len(close) > 1 else []


def _offer_person(enquiry: Enquiry) -> Reply:
    voice = enquiry.voice
    buttons = [
        Button(voice.say("button.person"), TALK_TO_HUMAN),
        Button(voice.say("button.refuse"), DENY),
        *menu_buttons(enquiry)[:2],
    ]
    return Reply(
        voice.say("unclear.person"), buttons, offer=Question(TALK_TO_HUMAN), not_understood=True
    )


def _between(enquiry: Enquiry) -> Reply | None:
    voice = enquiry.voice
    entities = enquiry.details.to_entities()
    buttons = [
        Button(voice.title(intent), intent, entities)
        for intent in close_intents(enquiry.message.ranking)
        if voice.knows(f"intent.{intent}")
    ]
    return Reply(voice.say("unclear.between"), buttons) if len(buttons) > 1 else None


def _about_programme(enquiry: Enquiry) -> Reply | None:
    if not enquiry.details.programmes:
        return None
    entities = enquiry.details.to_entities()
    questions = (BENEFITS, ELIGIBILITY, APPLY, DOCUMENTS)
    buttons = [Button(enquiry.voice.title(intent), intent, entities) for intent in questions]
    return Reply(enquiry.voice.say("unclear.between"), buttons)


async def _found(enquiry: Enquiry) -> Reply:
    voice, words = enquiry.voice, enquiry.message.words
    if not words.strip():
        return Reply(voice.say("unclear.empty"), menu_buttons(enquiry))
    hits = await search(enquiry.session, words, limit=MOST_HITS, kinds=("programme", "article"))
    good = [hit for hit in hits if hit.score >= GOOD_HIT]
    if not good:
        return Reply(voice.say("unclear.nothing"), menu_buttons(enquiry))
    buttons = [button for hit in good if (button := await _hit_button(enquiry, hit))]
    listed = [f"• {voice.text(hit.title)}" for hit in good]
    ids = [hit.id for hit in good if hit.kind == "programme"]
    return Reply(
        lines(voice.say("unclear.found"), *listed),
        [*buttons, person_button(voice)],
        context=Context("list", params={"ids": ids}) if ids else None,
    )


async def _hit_button(enquiry: Enquiry, hit: Hit) -> Button | None:
    if hit.kind == "article":
        article = await find_article(enquiry.session, hit.id)
        return _article_button(enquiry, article) if article else None
    programme: Programme | None = await find_programme(enquiry.session, hit.id)
    return programme_button(enquiry.voice, programme) if programme else None


def _article_button(enquiry: Enquiry, article: Article) -> Button | None:
    intent = ASKED_BY.get(article.about)
    if intent is None:
        return None
    topic = {"topic": article.topics[0]} if article.topics else {}
    return Button(enquiry.voice.title(intent), intent, topic)
