"""Sets up both Python environments and the engine's word vectors; does nothing where nothing changed.

Runs on the standard library of any Python: it looks for the versions that Rahbar needs by itself.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENGINE = ROOT / "engine"
STAMPS = ROOT / "var" / "setup"
ROOT_VERSIONS = ["3.11", "3.12", "3.13", "3.14"]
ENGINE_VERSION = "3.10"


def main():
    """Runs the steps in order; each is skipped while what it depends on is unchanged."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    once("root", [ROOT / "pyproject.toml", ROOT / "uv.lock"], [ROOT / ".venv"], root_environment)
    once(
        "engine",
        [ENGINE / "pyproject.toml", ENGINE / "uv.lock"],
        [ENGINE / ".venv"],
        engine_environment,
    )
    vectors = ROOT / "var" / "vectors.npz"
    sources = sorted((ENGINE / "rahbar_engine" / "vectors").glob("*.py"))
    once("vectors", [*sources, ENGINE / "uv.lock"], [vectors], word_vectors)


def once(name, inputs, results, step):
    """Runs a step if its inputs changed since the last time or a result is missing."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()
    stamp = STAMPS / name
    if stamp.exists() and stamp.read_text() == digest and all(path.exists() for path in results):
        return
    step()
    stamp.write_text(digest)


def root_environment():
    """The environment of the desk and the actions."""
    say("Setting up the desk's environment (.venv) ...")
    if not (ROOT / ".venv" / "bin" / "python").exists():
        run([root_python(), "-m", "venv", str(ROOT / ".venv")])
    if not uv().exists():
        run([str(ROOT / ".venv" / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"])
    run([str(uv()), "sync", "--frozen", "--inexact", "--compile-bytecode", "--quiet"], cwd=ROOT)


def engine_environment():
    """The environment of Rasa."""
    say("Setting up the engine's environment (engine/.venv); Rasa is large, this takes minutes ...")
    python = engine_python()
    run(
        [str(uv()), "sync", "--frozen", "--compile-bytecode", "--quiet", "--python", python],
        cwd=ENGINE,
    )


def word_vectors():
    """The static word vectors, distilled from the sentence encoder that a package carries."""
    say("Distilling word vectors (about 20 seconds) ...")
    run([str(ENGINE / ".venv" / "bin" / "python"), "-m", "rahbar_engine", "vectors"], cwd=ENGINE)


def root_python():
    """A Python that the desk runs on: this one, else one on the PATH."""
    for candidate in [sys.executable, *(f"python{version}" for version in ROOT_VERSIONS)]:
        if version_of(candidate) in ROOT_VERSIONS or newer(version_of(candidate)):
            return candidate
    fail(
        "Rahbar needs Python 3.11 or newer: install it, for example with 'apt-get install python3'."
    )


def newer(version):
    """Whether a version is beyond those that we know."""
    return version is not None and tuple(map(int, version.split("."))) > (3, 14)


def engine_python():
    """Python 3.10 for Rasa: on the PATH, of pyenv, else uv's own."""
    pyenv = Path(os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv"))) / "versions"
    candidates = ["python3.10", *map(str, sorted(pyenv.glob("3.10*/bin/python")))]
    for candidate in candidates:
        # A pyenv shim can stand on the PATH and still refuse to run: ask it.
        if version_of(candidate) == ENGINE_VERSION:
            return shutil.which(candidate) or candidate
    installed = subprocess.run([str(uv()), "python", "install", ENGINE_VERSION], check=False)
    found = subprocess.run(
        [str(uv()), "python", "find", ENGINE_VERSION], capture_output=True, text=True, check=False
    )
    if installed.returncode == 0 and found.returncode == 0:
        return found.stdout.strip()
    fail(
        "The engine needs Python 3.10, and it could not be found or downloaded: install it, "
        "for example with 'pyenv install 3.10' or 'uv python install 3.10', and run 'make setup' again."
    )


def version_of(python):
    """`3.10` of an interpreter that runs, else None."""
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [python, "-c", question], capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def uv():
    """The uv of the project's own environment."""
    return ROOT / ".venv" / "bin" / "uv"


def run(command, cwd=None):
    """Runs a command; stops with a sentence where it fails."""
    environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    if subprocess.run(command, cwd=cwd, env=environment, check=False).returncode != 0:
        fail("This step failed: " + " ".join(command))


def say(text):
    """Tells what is going on."""
    print(text, flush=True)


def fail(text):
    """Stops with one clear sentence."""
    print(text, file=sys.stderr, flush=True)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
