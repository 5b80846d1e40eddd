"""`rahbar evaluate`: measures the trained model; trains nothing."""

from __future__ import annotations

import asyncio
import json
import os
import warnings
from pathlib import Path
from typing import Any, Dict, FrozenSet, List

import yaml

from rahbar_engine.evaluation.measures import LANGUAGES, Predicted, measure
from rahbar_engine.evaluation.messages import ANNOTATED, Expected, read_messages
from rahbar_engine.paths import project_root
from rahbar_engine.process import quiet


def evaluate(model: Path, output: Path) -> int:
    """Prints and saves the figures; returns 1 where one is below its threshold, else 0."""
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    warnings.filterwarnings("ignore")
    quiet.configure()
    tests = project_root() / "tests" / "nlu"
    messages = read_messages(tests / "messages")
    figures = measure(messages, asyncio.run(_predict(model, messages)))
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    thresholds = yaml.safe_load((tests / "thresholds.yml").read_text(encoding="utf-8"))
    shortfalls = find_shortfalls(figures, thresholds)
    _print(figures, shortfalls)
    return 1 if shortfalls else 0


async def _predict(model: Path, messages: List[Expected]) -> List[Predicted]:
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    predictions = []
    for message in messages:
        parse = await agent.parse_message(message.text)
        predictions.append(_predicted(parse))
    return predictions


def _predicted(parse: Dict[str, Any]) -> Predicted:
    entities: Dict[str, FrozenSet[str]] = {
        kind: frozenset(str(e["value"]) for e in parse["entities"] if e["entity"] == kind)
        for kind in ANNOTATED
    }
    return Predicted(str(parse["intent"]["name"]), str(parse.get("language")), entities)


def find_shortfalls(figures: Dict[str, Any], thresholds: Dict[str, Any]) -> List[str]:
    """A sentence for each figure that is below (or above) its threshold."""
    found = [
        f"macro-F1 of {language} is {figures['by_language'][language]['macro_f1']:.3f}, wanted {least}"
        for language, least in thresholds["macro_f1"].items()
        if figures["by_language"][language]["macro_f1"] < least
    ]
    if figures["out_of_scope_recall"] < thresholds["out_of_scope_recall"]:
        found.append(f"out-of-scope recall is {figures['out_of_scope_recall']:.3f}")
    if figures["in_scope_refused"] > thresholds["in_scope_refused_at_most"]:
        found.append(f"{figures['in_scope_refused']:.1%} of the in-scope messages are refused")
    found += [
        f"F1 of {kind} is {figures['entity_f1'][kind]['f1']:.3f}, wanted {least}"
        for kind, least in thresholds["entity_f1"].items()
        if figures["entity_f1"][kind]["f1"] < least
    ]
    return found


def _print(figures: Dict[str, Any], shortfalls: List[str]) -> None:
    print(f"{figures['messages']} messages, accuracy {figures['accuracy']:.3f}")
    for language in LANGUAGES:
        row = figures["by_language"][language]
        print(
            f"  {language:9} {row['messages']:4} messages  accuracy {row['accuracy']:.3f}"
            f"  macro-F1 {row['macro_f1']:.3f}  language told {row['language_recognised']:.3f}"
        )
    print(
        f"  out of scope: recall {figures['out_of_scope_recall']:.3f}, "
        f"in-scope messages refused {figures['in_scope_refused']:.3f}"
    )
    for kind, row in figures["entity_f1"].items():
        print(
            f"  {kind:10} F1 {row['f1']:.3f} ({row['right']} right, {row['missed']} missed, {row['wrong']} wrong)"
        )
    print("  most confused:", ", ".join(f"{t} → {g} {n}" for t, g, n in figures["confusions"][:12]))
    for shortfall in shortfalls:
        print(f"BELOW: {shortfall}")
