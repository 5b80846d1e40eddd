"""The console's parts, put together."""

from fastapi import FastAPI

from bot.console.admin import router as administration
from bot.console.board import router as board
from bot.console.conversation import router as conversation
from bot.console.inbox_routes import router as inbox
from bot.console.live_routes import router as live
from bot.console.presence_routes import router as presence


def install(app: FastAPI) -> None:
    """Give an application the console, beside the pages of access."""
    for router in (inbox, live, presence, conversation, board, administration):
        app.include_router(router)
