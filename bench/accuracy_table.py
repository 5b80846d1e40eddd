"""What was measured as Markdown tables."""

from collections.abc import Mapping, Sequence
from math import comb
from typing import Any, Final

from bench.accuracy_rows import Row

Results = Mapping[str, Mapping[str, Any]]
_LANGUAGES: Final = ("en", "roman_ur", "ur")
_UNDERSTOOD: Final = (
    "Pipeline",
    *(f"accuracy {language}" for language in _LANGUAGES),
    *(f"macro-F1 {language}" for language in _LANGUAGES),
    "out-of-scope recall",
    "in-scope refused",
)
_BESIDE: Final = ("Pipeline", *_LANGUAGES, "all", "by chance")
_COSTS: Final = ("Pipeline", "training", "CPU", "a message, p50", "memory")


def tables(rows: Sequence[Row], results: Results) -> str:
    """Two tables of what is understood, alone and with the fallback, and one beside ours and one of the costs."""
    parts = [
        ("The classifier alone", _UNDERSTOOD, _understood(rows, results, "alone")),
        ("With the fallback", _UNDERSTOOD, _understood(rows, results, "with_fallback")),
        (
            "Right where ours is wrong / wrong where ours is right, with the fallback",
            _BESIDE,
            _beside_ours(rows, results, "with_fallback"),
        ),
        ("Costs", _COSTS, _costs(rows, results)),
    ]
    return "\n\n".join(f"{title}:\n\n{_table(header, lines)}" for title, header, lines in parts)


def _table(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    whole = [header, ["---"] * len(header), *lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in whole)


def _understood(rows: Sequence[Row], results: Results, which: str) -> list[list[str]]:
    lines = []
    for row in rows:
        found = results[row.key][which]
        by_language = [found["by_language"][language] for language in _LANGUAGES]
        lines.append(
            [
                _title(row),
                *(f"{one['accuracy']:.3f}" for one in by_language),
                *(f"{one['macro_f1']:.3f}" for one in by_language),
                f"{found['out_of_scope_recall']:.3f}",
                f"{found['in_scope_refused']:.1%}",
            ]
        )
    return lines


def _beside_ours(rows: Sequence[Row], results: Results, which: str) -> list[list[str]]:
    lines = []
    for row in rows:
        ours = "ours" if row.per_intent is None else f"ours-{row.per_intent}"
        if row.key == ours or ours not in results:
            continue
        pairs = [
            _differences(results[row.key], results[ours], which, language)
            for language in _LANGUAGES
        ]
        gained, lost = (sum(counts) for counts in zip(*pairs, strict=True))
        told = [f"{more} / {less}" for more, less in (*pairs, (gained, lost))]
        chance = _by_chance(gained, lost)
        lines.append([_title(row), *told, "< 0.001" if chance < 0.001 else f"{chance:.3f}"])
    return lines


def _differences(
    found: Mapping[str, Any], ours: Mapping[str, Any], which: str, language: str
) -> tuple[int, int]:
    mine, theirs = (one[which]["by_language"][language]["right"] for one in (found, ours))
    pairs = list(zip(mine, theirs, strict=True))
    return pairs.count((1, 0)), pairs.count((0, 1))


def _by_chance(gained: int, lost: int) -> float:
    """The probability that two equally good pipelines differ by so much (sign test, two-sided)."""
    both, more = gained + lost, max(gained, lost)
    tail = sum(comb(both, count) for count in range(more, both + 1)) / 2**both
    return min(1.0, 2 * tail)


def _costs(rows: Sequence[Row], results: Results) -> list[list[str]]:
    return [
        [
            _title(row),
            f"{results[row.key]['train_s']:,.0f} s",
            f"{results[row.key]['train_cpu_s']:,.0f} s",
            f"{results[row.key]['p50_ms']:.1f} ms",
            f"{results[row.key]['resident_mib']:,.0f} MiB",
        ]
        for row in rows
    ]


def _title(row: Row) -> str:
    return row.title if row.per_intent is None else f"{row.title}, {row.per_intent} examples"
