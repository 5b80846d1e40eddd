"""The supervisors' live board."""

from bot.console.board.routes import router

__all__ = ["router"]
