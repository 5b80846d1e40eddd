"""How far the desk has told what happened."""

from bot.console.live_marks import PATIENCE, Mark, Progress


def test_a_mark_is_read_as_it_was_written() -> None:
    assert Mark.parse(str(Mark(12, 3))) == Mark(12, 3)
    for wrong in (None, "", "12", "m1", "m-1.h2", "m1.h2 ", "m1.h2.h3", "m٣.h1"):
        assert Mark.parse(wrong) is None


def test_rows_that_appear_late_are_still_read() -> None:
    progress = Progress(10, has_gaps=True)
    progress.note([11, 14], at=0.0)
    assert progress.last == 14
    assert progress.missing.keys() == {12, 13}
    assert progress.told == 11
    progress.note([12], at=1.0)
    assert progress.told == 12
    progress.note([], at=PATIENCE + 1)
    assert not progress.missing
    assert progress.told == 14


def test_without_gaps_nothing_is_looked_for_again() -> None:
    progress = Progress(10, has_gaps=False)
    progress.note([11, 14], at=0.0)
    assert (progress.last, progress.told, progress.missing) == (14, 14, {})
