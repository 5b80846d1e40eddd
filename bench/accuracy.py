"""Understanding beside other pipelines: `python -m bench.accuracy`. What: bench/README.md."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Annotated, Any, Final

import typer
import yaml
from rich.console import Console

from bench.accuracy_rows import ROWS, Row, configuration, few_examples
from bench.accuracy_table import tables

PROJECT: Final = Path(__file__).resolve().parent.parent
KEPT: Final = PROJECT / "var" / "bench" / "understanding"
_COPIED: Final = (
    "bench/stock",
    "config.yml",
    "data/language",
    "data/nlu",
    "engine/rahbar_engine",
    "tests/nlu/messages",
    "var/gazetteer.json",
    "var/vectors.npz",
)
console = Console(highlight=False, stderr=True)


def main(
    only: Annotated[
        str, typer.Option(help=f"Rows, with commas between: {','.join(r.key for r in ROWS)}.")
    ] = "",
    fresh: Annotated[bool, typer.Option(help="Throw away what was measured before.")] = False,
) -> None:
    """Train and measure each row that has no result yet; print what there is as Markdown."""
    wanted = [row for row in ROWS if not only or row.key in only.split(",")]
    if fresh:
        shutil.rmtree(KEPT, ignore_errors=True)
    files = _copied_files()
    for row in wanted:
        if not _result(row).exists():
            console.print(f"{row.key}: training and measuring")
            _measure(row, files)
    results = {
        row.key: json.loads(_result(row).read_text()) for row in ROWS if _result(row).exists()
    }
    print(tables(wanted, results))


def _copied_files() -> Path:
    """One copy of data, engine and messages for all rows, so that an edit in between mixes nothing up."""
    files = KEPT / "files"
    for name in _COPIED:
        source, target = PROJECT / name, files / name
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    return files


def _measure(row: Row, files: Path) -> None:
    folder = _folder(row)
    model = folder / "model.tar.gz"
    if not model.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _write(folder / "config.yml", configuration(files, row))
        examples = _examples(row, folder, files)
        _run(row, files, "train", "--config", folder / "config.yml", "--examples", examples)
    _run(row, files, "measure", "--messages", files / "tests/nlu/messages")
    parts = [json.loads((folder / f"{part}.json").read_text()) for part in ("train", "measure")]
    _result(row).write_text(json.dumps({**parts[0], **parts[1]}, indent=1))


def _examples(row: Row, folder: Path, files: Path) -> Path:
    if row.per_intent is None:
        return files / "data" / "nlu"
    _write(folder / "nlu.yml", few_examples(files / "data" / "nlu", row.per_intent))
    return folder / "nlu.yml"


def _run(row: Row, files: Path, command: str, *arguments: str | Path) -> None:
    """One process of the engine's environment; what it says goes to a log in the row's folder.

    Raises:
        typer.Exit: it failed.
    """
    folder = _folder(row)
    python = PROJECT / "engine" / ".venv" / "bin" / "python"
    result = folder / f"{command}.json"
    line = [python, "-W", "ignore", "-m", "bench.understanding", command, *arguments]
    line += ["--model", folder / "model.tar.gz", "--result", result, *["--own"] * row.own]
    log = folder / f"{command}.log"
    with log.open("wb") as output:
        # Rasa keeps its cache in the folder it runs in, so that no row uses another's.
        ended = subprocess.run(
            line, cwd=folder, env=_environment(files), stdout=output, stderr=output, check=False
        )
    if ended.returncode != 0 or not result.exists():
        console.print(f"{row.key}: `{command}` failed; its log: {log}")
        raise typer.Exit(1)


def _environment(files: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": f"{PROJECT}{os.pathsep}{files / 'engine'}",
        "RAHBAR_ROOT": str(files),
        "RAHBAR_GAZETTEER": str(files / "var" / "gazetteer.json"),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "MALLOC_ARENA_MAX": "2",
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _folder(row: Row) -> Path:
    return KEPT / row.key


def _result(row: Row) -> Path:
    return _folder(row) / "result.json"


if __name__ == "__main__":
    typer.run(main)
