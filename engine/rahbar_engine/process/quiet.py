"""Keeps what people wrote out of Rasa's logs."""

from __future__ import annotations

import logging

import structlog


def configure() -> None:
    """Rasa's structlog prints messages and copies them at debug level; nothing below a warning is made."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
