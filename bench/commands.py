"""How each process is started, ours as `rahbar run` starts it."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.processes import Command

_QUIET: Final = {"RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
_UNLIMITED: Final = "1000000"


@dataclass(frozen=True)
class Run:
    """One run of the benchmark: the checkout and the folder of everything it makes."""

    project: Path
    folder: Path

    def log(self, name: str) -> Path:
        """Where the process of this name writes."""
        return self.folder.parent / "log" / f"{name}.log"


def stub(run: Run, port: int) -> Command:
    """The action server that answers at once."""
    arguments = [sys.executable, "-m", "bench.stub_actions", str(port)]
    return Command("stub actions", arguments, {}, run.project, run.log("stub"))


def stock(run: Run, model: Path, port: int, actions_url: str) -> Command:
    """Rasa's own server with its own stores and channel, unchanged."""
    files = run.project / "bench" / "stock"
    arguments = [
        str(run.project / "engine" / ".venv" / "bin" / "rasa"),
        "run",
        "--enable-api",
        *("--interface", "127.0.0.1"),
        *("--port", str(port)),
        *("--model", str(model)),
        *("--endpoints", str(files / "endpoints.yml")),
        *("--credentials", str(files / "credentials.yml")),
    ]
    environment = {
        **_QUIET,
        "BENCH_ACTIONS_URL": actions_url,
        "BENCH_TRACKERS": str(run.folder / "stock.db"),
    }
    return Command("stock engine", arguments, environment, run.folder, run.log("stock"))


def engine(run: Run, root: Path, port: int, actions_url: str) -> Command:
    """Our engine."""
    arguments = [
        str(run.project / "engine" / ".venv" / "bin" / "python"),
        *("-m", "rahbar_engine", "serve"),
        *("--port", str(port)),
        *("--actions-url", actions_url),
        *("--model", str(run.project / "models" / "rahbar.tar.gz")),
    ]
    environment = {**ours(root), "PYTHONPATH": str(run.project / "engine")}
    return Command("our engine", arguments, environment, root, run.log(f"engine-{root.name}"))


def actions(run: Run, root: Path, port: int) -> Command:
    """Our action server."""
    environment = {
        **ours(root),
        "PYTHONPATH": str(run.project),
        "RAHBAR_ACTIONS_PORT": str(port),
    }
    arguments = [sys.executable, "-m", "actions"]
    return Command("our actions", arguments, environment, root, run.log("actions"))


def desk(run: Run, root: Path, port: int, engine_port: int, actions_port: int) -> Command:
    """Our desk, without its limits on messages."""
    environment = {
        **ours(root),
        "PYTHONPATH": str(run.project),
        "RAHBAR_PORT": str(port),
        "RAHBAR_ENGINE_PORT": str(engine_port),
        "RAHBAR_ACTIONS_PORT": str(actions_port),
        "RAHBAR_MESSAGES_PER_MINUTE": _UNLIMITED,
        "RAHBAR_ADDRESS_MESSAGES_PER_MINUTE": _UNLIMITED,
    }
    arguments = [sys.executable, "-m", "bot"]
    return Command("our desk", arguments, environment, root, run.log("desk"))


def ours(root: Path) -> dict[str, str]:
    """The environment that all processes of ours share."""
    return {
        **_QUIET,
        "RAHBAR_ROOT": str(root),
        # Named outright, so that a database of the environment's is never touched.
        "RAHBAR_DATABASE_URL": f"sqlite+aiosqlite:///{root / 'var' / 'rahbar.db'}",
        "RAHBAR_GAZETTEER": str(root / "var" / "gazetteer.json"),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }
