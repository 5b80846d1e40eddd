"""The conversation's pane: all of its history, its brief, and everything its owner can do."""

from fastapi import APIRouter

from bot.console.conversation import (
    card_routes,
    media_routes,
    owner_routes,
    page_routes,
    writing_routes,
)

router = APIRouter()
for _part in (page_routes, owner_routes, writing_routes, card_routes, media_routes):
    router.include_router(_part.router)
