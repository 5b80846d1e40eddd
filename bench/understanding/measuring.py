"""Measures one trained pipeline on the separate test set, with its fallback and without."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rahbar_engine.evaluation.measures import Predicted, measure
from rahbar_engine.evaluation.messages import Expected, read_messages

_FALLBACK = "nlu_fallback"
_WARM_UP = 30


def measure_model(model: Path, folder: Path, result: Path, own: bool) -> int:
    """Writes the figures as JSON; returns an exit code."""
    messages = read_messages(folder)
    parses, milliseconds = asyncio.run(_parse_all(model, messages, own))
    resident = _resident_mib()
    figures = {
        "with_fallback": _figures(messages, [str(parse["intent"]["name"]) for parse in parses]),
        "alone": _figures(messages, [_unrefused(parse) for parse in parses]),
        "p50_ms": statistics.median(milliseconds),
        "resident_mib": resident,
    }
    result.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


async def _parse_all(
    model: Path, messages: Sequence[Expected], own: bool
) -> tuple[list[dict[str, Any]], list[float]]:
    if own:
        _run_as_our_engine_does()
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    for message in messages[:_WARM_UP]:
        await agent.parse_message(message.text)
    parses, milliseconds = [], []
    for message in messages:
        begun = time.perf_counter()
        parses.append(await agent.parse_message(message.text))
        milliseconds.append((time.perf_counter() - begun) * 1000)
    return parses, milliseconds


def _run_as_our_engine_does() -> None:
    from rahbar_engine.process.graph_runner import SequentialGraphRunner
    from rasa.core import processor

    processor.DaskGraphRunner = SequentialGraphRunner  # type: ignore[misc]


def _unrefused(parse: dict[str, Any]) -> str:
    """What the classifier itself said: the fallback only puts itself before it."""
    names = [str(entry["name"]) for entry in parse["intent_ranking"]]
    return next((name for name in names if name != _FALLBACK), str(parse["intent"]["name"]))


def _figures(messages: Sequence[Expected], intents: Sequence[str]) -> dict[str, Any]:
    # Languages and entities are not compared: stock Rasa knows neither.
    predicted = [Predicted(intent, "None", {}) for intent in intents]
    figures = measure(messages, predicted)
    by_language = {
        language: {
            **{key: row[key] for key in ("messages", "accuracy", "macro_f1")},
            "right": [
                int(said == message.intent)
                for said, message in zip(intents, messages, strict=True)
                if message.language == language
            ],
        }
        for language, row in figures["by_language"].items()
    }
    kept = ("messages", "accuracy", "out_of_scope_recall", "in_scope_refused")
    return {**{key: figures[key] for key in kept}, "by_language": by_language}


def _resident_mib() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    resident = next(line for line in lines if line.startswith("VmRSS:"))
    return int(resident.split()[1]) / 1024
