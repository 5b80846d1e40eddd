"""Answers that are not about one programme: selling, exporting, registering, tax and more."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Final

from actions.ask_back import foreign_reply, unknown_reply
from actions.card import person_button, programme_button
from actions.enquiry import Enquiry
from actions.fitted import fitted
from actions.matters import Matter
from actions.names import INFO
from actions.reply import Reply
from actions.resolver import foreign_among
from actions.truth import aged, cautions, disagreements, footer
from programmes.models import Article, Programme
from programmes.queries import (
    ProgrammeFilter,
    find_programmes,
    list_articles,
    list_programmes,
    search,
)

CLEAR_HIT: Final = 0.2
TYPES: Final = ("programme", "service", "training", "partner", "definition")


def about_matter(matter: Matter) -> Callable[[Enquiry], Awaitable[Reply]]:
    """Build the handler that answers from the articles and programmes of a matter."""

    async def handle(enquiry: Enquiry) -> Reply:
        details = enquiry.details
        if details.unknown_names and not details.programmes:
            return await unknown_reply(enquiry, details.unknown_names[0])
        foreign = await foreign_among(enquiry)
        if foreign is not None:
            return await foreign_reply(enquiry, foreign)
        article = await _choose(enquiry, matter)
        if article is not None:
            return await article_reply(enquiry, article, matter)
        return await _from_programmes(enquiry, matter)

    return handle


async def article_reply(enquiry: Enquiry, article: Article, matter: Matter) -> Reply:
    """Tell an article, and offer the programmes that belong to it."""
    voice = enquiry.voice
    contact = await enquiry.phone()
    text = fitted(
        [
            voice.text(article.title),
            voice.text(article.text),
            aged(voice, article, contact, enquiry.today, "article.outdated")
            if matter.dated
            else None,
            *disagreements(voice, article),
        ],
        cautions(voice, article),
        footer(voice, article, enquiry.today),
    )
    related = await _related(enquiry, article, matter)
    return Reply(
        text,
        [*(programme_button(voice, each) for each in related), person_button(voice)],
        topic=article.topics[0] if article.topics else matter.about,
    )


async def _choose(enquiry: Enquiry, matter: Matter) -> Article | None:
    """The article that the message's names and words point at, else the most general one.

    None where they point at something that no article has.
    """
    articles = await list_articles(enquiry.session, matter.about)
    details = enquiry.details
    if details.programmes:
        leading = _first(articles, lambda each: each.related[:1] == list(details.programmes[:1]))
        return leading or _first(
            articles, lambda each: not set(details.programmes).isdisjoint(each.related)
        )
    by_topic = [each for each in articles if not set(details.topics).isdisjoint(each.topics)]
    narrow = set(details.topics) - {matter.about, *matter.topics[:1]}
    # The article that is first of all about the narrow topic ("amazon") before those that touch it.
    by_topic = [each for each in by_topic if each.topics[0] in narrow] or by_topic
    if narrow and not by_topic:
        return None
    found = await _by_words(enquiry, matter, by_topic or articles)
    return found or _first(by_topic or articles, lambda _: True)


async def _by_words(
    enquiry: Enquiry, matter: Matter, articles: Sequence[Article]
) -> Article | None:
    if len(articles) < 2:
        return None
    hits = await search(
        enquiry.session, enquiry.message.words, kinds=("article",), about=matter.about
    )
    known = {article.id: article for article in articles}
    return next((known[h.id] for h in hits if h.id in known and h.score >= CLEAR_HIT), None)


async def _from_programmes(enquiry: Enquiry, matter: Matter) -> Reply:
    """Answer with the record that the topic points at."""
    details = enquiry.details
    if details.programmes:
        return await enquiry.ask(INFO, details)
    topics = details.topics or matter.topics
    found = await _programmes(enquiry, topics, 1) or await _programmes(enquiry, matter.topics, 1)
    if not found:
        return Reply(enquiry.voice.say("article.none"), [person_button(enquiry.voice)])
    return await enquiry.ask(INFO, replace(details, programmes=(found[0].id,)))


async def _related(enquiry: Enquiry, article: Article, matter: Matter) -> Sequence[Programme]:
    if article.related:
        return await find_programmes(enquiry.session, article.related[:3])
    return await _programmes(enquiry, matter.topics, 3)


async def _programmes(enquiry: Enquiry, topics: Sequence[str], limit: int) -> Sequence[Programme]:
    if not topics:
        return []
    wanted = ProgrammeFilter(topics, enquiry.details.sectors, types=TYPES)
    return (await list_programmes(enquiry.session, wanted, limit=limit)).items


def _first(articles: Sequence[Article], wanted: Callable[[Article], bool]) -> Article | None:
    return next((article for article in articles if wanted(article)), None)
