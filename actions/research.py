"""Figures of surveys, by the country and the indicator that a message names."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from actions.card import person_button
from actions.enquiry import Enquiry
from actions.fitted import fitted
from actions.knowledge import about_matter
from actions.matters import Matter
from actions.reply import Reply
from actions.truth import cautions, disagreements, main_source
from actions.voice import Voice
from programmes.letters import fold, stopwords
from programmes.models import SurveyFigure
from programmes.queries import survey_figures

MOST: Final = 6
SHORTEST: Final = 3
_articles = about_matter(Matter("research", ("research", "covid-19"), dated=False))


async def research(enquiry: Enquiry) -> Reply:
    """Tell the figures that the message asks for, else the article that fits it."""
    figures = await survey_figures(enquiry.session)
    words = fold(enquiry.message.words)
    countries = named_countries(figures, words)
    chosen = matching(figures, words, countries)
    if not chosen:
        return await _articles(enquiry)
    return _told(enquiry, chosen[:MOST])


def named_countries(figures: Sequence[SurveyFigure], words: str) -> set[str]:
    """The countries whose name, in any language, stands in folded words."""
    padded = f" {words} "
    return {
        figure.country
        for figure in figures
        if any(f" {fold(name)} " in padded for name in figure.country_names.all())
    }


def matching(
    figures: Sequence[SurveyFigure], words: str, countries: set[str]
) -> list[SurveyFigure]:
    """The figures of the likeliest indicator; of a country all, if only that is named.

    With one country named, its figure stands first and the others follow for comparison.
    """
    indicator = _likeliest(figures, words)
    if indicator is None:
        others = countries - {"Pakistan"}
        return [figure for figure in figures if figure.country in others]
    same = [figure for figure in figures if figure.indicator == indicator]
    return sorted(same, key=lambda figure: figure.country not in (countries or {"Pakistan"}))


def _likeliest(figures: Sequence[SurveyFigure], words: str) -> str | None:
    """The indicator whose sentences share the rarest words with the question."""
    vocabulary: dict[str, set[str]] = defaultdict(set)
    for figure in figures:
        said = " ".join((figure.indicator, *figure.text.all()))
        vocabulary[figure.indicator] |= set(fold(said).split())
    names = {word for f in figures for name in f.country_names.all() for word in fold(name).split()}
    asked = {word for word in words.split() if len(word) >= SHORTEST} - stopwords() - names
    spread = Counter(word for known in vocabulary.values() for word in known)
    # A word of most indicators ("survey", "enterprises") tells none of them.
    telling = {word for word in asked if 0 < spread[word] <= max(1, len(vocabulary) // 3)}
    scores = {
        indicator: sum(1 / spread[word] for word in telling & known)
        for indicator, known in vocabulary.items()
    }
    best = max(scores, key=lambda indicator: scores[indicator], default=None)
    return best if best is not None and scores[best] > 0 else None


def _told(enquiry: Enquiry, figures: Sequence[SurveyFigure]) -> Reply:
    voice, first = enquiry.voice, figures[0]
    text = fitted(
        [voice.text(first.text), *disagreements(voice, first)],
        [*(voice.text(figure.text) for figure in figures[1:]), *cautions(voice, first)],
        _footer(voice, first),
    )
    return Reply(text, [person_button(voice)], topic="research")


def _footer(voice: Voice, figure: SurveyFigure) -> str:
    """A finding of the past does not grow old, so only its date and source are told."""
    source = main_source(voice, figure)
    if figure.as_of is None:
        return voice.say("truth.footer_undated", source=source)
    return voice.say("truth.footer", as_of=voice.day(figure.as_of), source=source)
