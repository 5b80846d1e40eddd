"""Commands of the engine: `python -m rahbar_engine serve | train | evaluate | validate | vectors`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rahbar_engine.paths import project_root, vectors_file
from rahbar_engine.process import without_tensorflow


def main() -> int:
    """Runs one command and returns its exit code."""
    arguments = _parser().parse_args()
    without_tensorflow.install()
    if arguments.command == "vectors":
        from rahbar_engine.vectors.distil import model_folder, write_vectors

        write_vectors(model_folder(), vectors_file())
        return 0
    if arguments.command == "train":
        from rahbar_engine.process.train import train

        return train(arguments.model)
    if arguments.command == "evaluate":
        from rahbar_engine.evaluation.report import evaluate

        return evaluate(arguments.model, arguments.output)
    if arguments.command == "validate":
        from rahbar_engine.process.validate import validate

        return validate()
    from rahbar_engine.process.serve import serve

    serve(arguments.interface, arguments.port, arguments.model, arguments.actions_url)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="rahbar_engine", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    model = project_root() / "models" / "rahbar.tar.gz"
    serve = commands.add_parser("serve", help="answer the desk on the loopback")
    serve.add_argument("--interface", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=5005)
    serve.add_argument("--actions-url", default="http://127.0.0.1:5055/webhook")
    train = commands.add_parser("train", help="train the model")
    evaluate = commands.add_parser("evaluate", help="measure the model on the separate test set")
    evaluate.add_argument("--output", type=Path, default=project_root() / "var" / "evaluation.json")
    for command in (serve, train, evaluate):
        command.add_argument("--model", type=Path, default=model)
    commands.add_parser("validate", help="check domain, rules, stories and examples")
    commands.add_parser("vectors", help="distil the token vectors")
    return parser


if __name__ == "__main__":
    sys.exit(main())
