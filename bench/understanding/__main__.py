"""Trains or measures one pipeline: `python -m bench.understanding train | measure`."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from pathlib import Path

from rahbar_engine.process import quiet, without_tensorflow


def main() -> int:
    """Runs one command and returns its exit code."""
    arguments = _parser().parse_args()
    warnings.filterwarnings("ignore")
    if arguments.own:
        without_tensorflow.install()
    quiet.configure()
    if arguments.command == "train":
        from bench.understanding.training import train

        return train(arguments.config, arguments.examples, arguments.model, arguments.result)
    # All of it on one core, so that a network's threads do not hide what a message costs.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    from bench.understanding.measuring import measure_model

    return measure_model(arguments.model, arguments.messages, arguments.result, arguments.own)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench.understanding", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train")
    train.add_argument("--config", type=Path, required=True)
    train.add_argument("--examples", type=Path, required=True)
    measure = commands.add_parser("measure")
    measure.add_argument("--messages", type=Path, required=True)
    for command in (train, measure):
        command.add_argument("--model", type=Path, required=True)
        command.add_argument("--result", type=Path, required=True)
        command.add_argument("--own", action="store_true", help="as our engine runs it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
