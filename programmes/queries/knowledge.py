"""Articles and survey figures."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from programmes.models import Article, SurveyFigure


async def find_article(session: AsyncSession, article_id: str) -> Article | None:
    """Find an article by its id."""
    return await session.get(Article, article_id)


async def list_articles(session: AsyncSession, about: str) -> list[Article]:
    """List the articles about one matter (``tax``, ``research``, ...), the general ones first."""
    query = select(Article).where(Article.about == about)
    return list(await session.scalars(query.order_by(Article.position, Article.id)))


async def survey_figures(
    session: AsyncSession, country: str | None = None, indicator: str | None = None
) -> list[SurveyFigure]:
    """List figures by country (English name) and indicator, in the order of the data file."""
    query = select(SurveyFigure)
    if country is not None:
        query = query.where(SurveyFigure.country == country)
    if indicator is not None:
        query = query.where(SurveyFigure.indicator == indicator)
    return list(await session.scalars(query.order_by(SurveyFigure.position, SurveyFigure.id)))
