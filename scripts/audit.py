"""Asks an advisory service for known holes in what both lock files pin.

Advisories that are accepted stand in `.ci/advisories.txt`, each with its reason. Exits 1 for any
other, and where the service could not be asked: silence is no clean bill.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
ACCEPTED = ROOT / ".ci" / "advisories.txt"
PROJECTS = {"root": ROOT, "engine": ROOT / "engine"}


def accepted() -> list[str]:
    """The ids of the accepted advisories; a line without a reason stops the audit."""
    ids = []
    for line in ACCEPTED.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        advisory, _, reason = line.partition(" ")
        if not reason.strip():
            raise SystemExit(f"{ACCEPTED.name}: {advisory} has no reason")
        ids.append(advisory)
    return ids


def pinned(name: str, project: Path) -> Path:
    """What a lock file pins, development tools included, as pip's requirements."""
    file = ROOT / "var" / f"audit-{name}.txt"
    file.parent.mkdir(exist_ok=True)
    export = [BIN / "uv", "export", "--frozen", "--no-emit-project", "--no-hashes", "--quiet"]
    subprocess.run([*export, "--output-file", file], cwd=project, check=True)
    return file


def audit(requirements: Path, service: str) -> bool:
    """Whether the service was asked about everything and knows nothing that is not accepted."""
    ignored = [part for advisory in accepted() for part in ("--ignore-vuln", advisory)]
    command = [BIN / "pip-audit", "--requirement", requirements, "--disable-pip", "--no-deps"]
    options = ["--strict", "--progress-spinner", "off", "--vulnerability-service", service]
    return subprocess.run([*command, *options, *ignored], check=False).returncode == 0


def main() -> int:
    """Audits both lock files with the service named on the command line (osv or pypi)."""
    service = sys.argv[1] if len(sys.argv) > 1 else "osv"
    clean = True
    for name, project in PROJECTS.items():
        print(f"Asking {service} about {name}'s lock file ...", flush=True)
        clean = audit(pinned(name, project), service) and clean
    if not clean:
        print("Not clean, or not everything could be asked; see docs/operators.md.")
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
