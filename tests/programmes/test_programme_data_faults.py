"""Every mistake in a data file is reported with its file and line."""

from pathlib import Path

import pytest

from programmes.loading.bundle import gather
from programmes.loading.yaml_source import read_yaml

FINANCE = Path("records") / "finance.yml"
CALENDAR = Path("sample-trainings.csv")


def faults_after(content: Path, file: Path, old: str, new: str) -> list[str]:
    """Edit a file and tell what is found wrong in it: line and message."""
    changed = content / file
    text = changed.read_text(encoding="utf-8")
    assert old in text
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = gather([content]).faults
    assert {fault.file for fault in faults} <= {str(changed)}
    return [f"{fault.line}: {fault.message}" for fault in faults]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "said"),
    [
        (FINANCE, "  kind: women", "  kind: sport", 22, "kind: Input should be"),
        (FINANCE, "  kind: women", "  kind: women\n  colour: red", 23, "colour: Extra inputs"),
        (FINANCE, "amount_max: 5000000", "amount_max: 5m", 29, "criteria.amount_max: Input"),
        (FINANCE, "ur: مثال بینک, ", "", 7, "provider.ur: Field required"),
        (FINANCE, "{rs:10000000}.", "{10000000}.", 10, "benefits.en: curly braces"),
        (FINANCE, "as_of: 2026-02-04", "as_of: lately", 75, "as_of: String should match"),
        (FINANCE, "- id: women-loan", "- id: open-loan", 20, "open-loan: this id stands twice"),
        (FINANCE, "  kind: women", "  kind: women\n  kind: women", 23, "kind: stands twice"),
        (FINANCE, "  kind: women", "  kind: [women", 23, "expected ',' or ']'"),
        (
            FINANCE,
            "confidence: low\n  sources: []",
            "confidence: high\n  sources: []",
            35,
            "without a",
        ),
        (CALENDAR, "2026-05-05", "2026-05-01", 2, "ends before it starts"),
        (CALENDAR, "2500", "free", 2, "fee_pkr: Input should be a valid integer"),
        (CALENDAR, "Urdu; English", "Klingon", 2, "languages: not a known language"),
        (CALENDAR, ",2026-04\n", "\n", 3, "has more or fewer cells than the header"),
        (CALENDAR, "fee_pkr", "fee", 1, "fee_pkr: this column is missing"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    content: Path, file: Path, old: str, new: str, line: int, said: str
) -> None:
    faults = faults_after(content, file, old, new)
    assert any(fault.startswith(f"{line}: {said}") for fault in faults), faults


def test_a_button_holds_twenty_characters(content: Path) -> None:
    faults = faults_after(
        content,
        FINANCE,
        "short_name: {en: Sisters Loan",
        "short_name: {en: The Loan of All Sisters",
    )
    assert faults == ["24: short_name: en has 23 characters; a button holds 20"]


def test_a_folder_with_nothing_in_it_is_a_mistake(tmp_path: Path) -> None:
    assert [fault.message for fault in gather([tmp_path]).faults] == ["holds nothing to load"]


def test_a_path_that_is_no_data_file_is_a_mistake(tmp_path: Path) -> None:
    assert [str(fault) for fault in gather([tmp_path / "none.yml"]).faults] == [
        f"{tmp_path / 'none.yml'}:1: is not a .yml or .csv file or a folder"
    ]


@pytest.mark.parametrize("wrong", ["a: [", "\x00", "- &a b\n- *c", "'", "{a: 1}", "5", ""])
def test_broken_yaml_never_raises(tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "topics.yml"
    file.write_text(wrong, encoding="utf-8")
    assert gather([file]).faults


def test_yaml_lines_point_at_keys(tmp_path: Path) -> None:
    file = tmp_path / "some.yml"
    file.write_text("- a: >-\n    long\n  b:\n    - 1\n    - 2\n", encoding="utf-8")
    data, lines, faults = read_yaml(file)
    assert (data, faults) == ([{"a": "long", "b": [1, 2]}], [])
    assert [lines[0, "a"], lines[0, "b"], lines[0, "b", 1]] == [1, 3, 5]


def test_a_spreadsheet_may_add_a_mark_and_empty_lines(content: Path) -> None:
    file = content / CALENDAR
    empty = "," * 19
    file.write_text(f"\ufeff{file.read_text(encoding='utf-8')}{empty}\n", encoding="utf-8")
    bundle = gather([file])
    assert bundle.faults == []
    assert len(bundle.of("training_event")) == 2
