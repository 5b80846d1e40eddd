"""What was wanted, and whether it is met."""

from dataclasses import dataclass
from typing import Any, Final

STOCK: Final = "stock Rasa, REST, stub actions"
OURS: Final = "ours, REST, stub actions"
OURS_REAL: Final = "ours, REST, real actions"
CHAT: Final = "ours, chat API"


@dataclass(frozen=True)
class Verdict:
    """One wanted limit: what was measured, how it compares, and whether that is enough."""

    what: str
    measured: float
    limit: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the measured value is on the right side of the limit."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


def verdicts(found: dict[str, Any]) -> list[Verdict]:
    """All that can be judged from what was measured; ratios want both systems."""
    judged: list[Verdict] = []
    if OURS in found["latency"]:
        judged += _of_ours(found)
    if OURS in found["latency"] and STOCK in found["latency"]:
        judged = _beside_stock(found) + judged
    return judged


def _beside_stock(found: dict[str, Any]) -> list[Verdict]:
    stock, ours, chat = (found["latency"][name] for name in (STOCK, OURS, CHAT))
    cold = found["cold_start_s"]
    judged = [
        Verdict("engine p50 / stock's p50", ours["p50"] / stock["p50"], 1 / 4),
        Verdict("engine p99 / stock's p99", ours["p99"] / stock["p99"], 1 / 3),
        Verdict("cold start / stock's", min(cold[OURS]) / min(cold[STOCK]), 0.40),
        Verdict("chat API p50 / stock engine's p50", chat["p50"] / stock["p50"], 1 / 2),
    ]
    pairs = zip(found["throughput"][OURS], found["throughput"][STOCK], strict=True)
    for mine, theirs in pairs:
        what = f"messages a second / stock's, {mine['users']} users"
        ratio = mine["per_second"] / max(theirs["per_second"], 1e-9)
        judged.append(Verdict(what, ratio, 4.0, at_least=True))
    return judged


def _of_ours(found: dict[str, Any]) -> list[Verdict]:
    turns = found["history_ms"][OURS]
    mine = [*found["latency"].items(), *_flat(found["throughput"])]
    silent = sum(figures["empty"] for name, figures in mine if name != STOCK)
    resident = sum(part["resident_mib"] for part in found["memory"][CHAT].values())
    return [
        Verdict("turn 400 / turn 10", turns["400"] / turns["10"], 1.20),
        Verdict("a custom action adds, ms", found["action_cost_ms"][OURS]["added"], 5.0),
        Verdict("engine, actions and desk, MiB", resident, 1024.0),
        Verdict("replies of ours that say nothing", float(silent), 0.0),
    ]


def _flat(by_name: dict[str, list[dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    return [(name, figures) for name, rows in by_name.items() for figures in rows]
