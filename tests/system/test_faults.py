"""Processes are killed and the database is locked while people write on both channels."""

from pathlib import Path
from typing import Final

import pytest

from bench.commands import Run
from bench.faults_run import Plan, run_faults
from bench.places import missing

PROJECT: Final = Path(__file__).resolve().parent.parent.parent
PLAN: Final = Plan(conversations=40, messages=4, seconds=16, kills=2, patience=150)


@pytest.mark.slow
async def test_every_acknowledged_message_is_answered_once_in_order_or_is_a_dead_letter(
    tmp_path: Path,
) -> None:
    assert not missing(PROJECT), "`make model` makes what is missing"
    report = await run_faults(Run(PROJECT, tmp_path / "run"), PLAN)
    verdict = report.verdict
    assert report.is_finished and verdict.is_good, verdict
    assert report.kills == {"desk": 2, "engine": 2, "actions": 2}
    assert report.refused > 0, "the faults did not reach the desk"
    assert verdict.acknowledged == verdict.messages == 160
    assert verdict.tickets == 40 - verdict.apologies
    assert verdict.dead_final == 0
    # Nobody may blindly send again what was in the provider's hands when the desk was killed.
    assert verdict.answered_once >= verdict.messages - verdict.dead_unsure > 100
