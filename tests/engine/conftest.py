"""Tests of the engine's components; they run in the engine's environment (`make engine-test`)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "engine"))

from rahbar_engine.process import without_tensorflow

without_tensorflow.install()
