"""Search by words: the same answers on both kinds of database, in all scripts, for any text."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from programmes.queries import search

pytestmark = pytest.mark.asyncio
Sessions = async_sessionmaker[AsyncSession]


@pytest.mark.parametrize(
    ("words", "best"),
    [
        ("open door", "open-loan"),
        ("Tell me about the OPEN door loan please", "open-loan"),
        ("opn door loan", "open-loan"),
        ("کھلا در قرض", "open-loan"),
        ("كھلا در قَرض كيا ہے؟", "open-loan"),
        ("sisters wala loan batayen", "women-loan"),
        ("doodh ke chiller", "punjab-dairy"),
        ("milk chillers", "punjab-dairy"),
        ("ntn", "tax-number"),
        ("ٹیکس نمبر", "tax-number"),
        ("daftar karachi", "karachi-office"),
        ("pehle qadam export", "export-first-steps"),
        ("mandiyon", "export-desk"),
    ],
)
async def test_finds_the_right_one_first(loaded: Sessions, words: str, best: str) -> None:
    async with loaded() as session:
        hits = await search(session, words)
    assert hits[0].id == best
    assert 0 < hits[0].score <= 1


async def test_kinds_and_articles_can_be_narrowed(loaded: Sessions) -> None:
    async with loaded() as session:
        articles = await search(session, "export number", kinds=("article",))
        tax = await search(session, "export number", kinds=("article",), about="tax")
        one = await search(session, "loan", limit=1)
    assert {hit.id for hit in articles} == {"export-first-steps", "tax-number"}
    assert [(hit.kind, hit.id, hit.title.en) for hit in tax] == [
        ("article", "tax-number", "Getting a tax number")
    ]
    assert len(one) == 1


async def test_what_is_not_there_scores_low(loaded: Sessions) -> None:
    async with loaded() as session:
        assert await search(session, "cricket match score") == []
        hits = await search(session, "wedding hall booking near the export place")
    assert all(hit.score < 0.3 for hit in hits)


ODD = [
    *("", " ", "?!", "'", '"', "loan'", '"loan', "loan OR", "NEAR(", "a:b", "names:loan", "-loan"),
    *("^loan", "loan*", "* *", "(", "NOT", "AND OR NOT", ";DROP TABLE ticket", "&|!", "<->"),
    *(
        "loan & | !",
        "\\",
        "%",
        "loan:*",
        "\x00loan",
        "🙂",
        "कर्ज",
        "قرض‌\u200c",
        "$1",
        "{}",
        "\ud800",
    ),
    *("loan " * 3000, "x" * 10_000),
]


async def test_any_text_is_accepted(loaded: Sessions) -> None:
    async with loaded() as session:
        for words in ODD:
            hits = await search(session, words)
            assert all(0 < hit.score <= 1 for hit in hits), words
