"""Serves the trained model on the loopback: Rasa's server with our stores and action calls."""

from __future__ import annotations

import logging
import os
import warnings
from pathlib import Path

from rahbar_engine.paths import project_root


def serve(interface: str, port: int, model: Path, actions_url: str) -> None:
    """Runs until it is told to stop. Blocks."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    warnings.filterwarnings("ignore")
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    _prepare_rasa()

    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    root = project_root()
    endpoints = AvailableEndpoints.read_endpoints(str(root / "endpoints.yml"))
    endpoints.action = EndpointConfig(actions_url)
    serve_application(
        str(model),
        interface=interface,
        port=port,
        credentials=str(root / "credentials.yml"),
        endpoints=endpoints,
        enable_api=True,
    )


def _prepare_rasa() -> None:
    """Puts our parts where Rasa offers no setting for them."""
    from rasa.core import agent, processor
    from rasa.core.actions import action

    from rahbar_engine.process import quiet
    from rahbar_engine.process.graph_runner import SequentialGraphRunner
    from rahbar_engine.process.remote_action import DirectRemoteAction

    quiet.configure()
    processor.DaskGraphRunner = SequentialGraphRunner  # type: ignore[misc]
    action.RemoteAction = DirectRemoteAction  # type: ignore[misc]
    # The fail-safe store answers from an empty memory when the database fails; ours raises, and
    # the desk tries the turn again (docs/decisions: no silent forgetting).
    agent.FailSafeTrackerStore = lambda store: store  # type: ignore[assignment,misc]
