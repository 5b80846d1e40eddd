"""What administrators change: staff, teams, hours, canned answers, limits; and the audit log."""

from fastapi import APIRouter

from bot.console import canned
from bot.console.admin import (
    audit_routes,
    canned_routes,
    hours_routes,
    limit_routes,
    link_routes,
    staff_routes,
    team_routes,
)

router = APIRouter()
for part in (
    *(staff_routes, link_routes, team_routes, hours_routes),
    *(canned_routes, limit_routes, audit_routes, canned),
):
    router.include_router(part.router)
