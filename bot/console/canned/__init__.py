"""Answers that staff have ready: kept in the database, filled in for one conversation."""

from bot.console.canned.routes import router

__all__ = ["router"]
