"""Control endpoints of the fake Cloud API, for tests in this process and in others.

POST /control/webhook {url}: shake hands and send updates there -> {verified}
POST /control/inbound {from?, text?, message?, name?, user_id?, repeat?, wait?}: a person writes;
    `message` is a whole message in Meta's form -> {id, statuses}
POST /control/update {update, wait?, tries?}: a webhook as given -> {statuses}
POST /control/status {id, status, tag?, code?}: what became of a message
POST /control/faults {kind, code?, http?, to?, where?, times?, seconds?, retry_after?}
POST /control/file {id, content (base64), mime, address?}: a file that a person sent
POST /control/rules {...}: change limits; POST /control/clock {ahead}; POST /control/reset
GET /control/record: {sent, refused, reads, faults, deliveries}
"""

import base64
from typing import Any

from fastapi import APIRouter

from .whatsapp_deliveries import Deliveries
from .whatsapp_payloads import message, status, text, update, value
from .whatsapp_state import Account

Given = dict[str, Any]


def control_router(account: Account, deliveries: Deliveries) -> APIRouter:
    """The endpoints of one account."""
    router = APIRouter(prefix="/control")
    _of_messages(router, account, deliveries)
    _of_account(router, account)

    @router.get("/record")
    async def record() -> Given:
        return {
            "sent": account.sent,
            "refused": account.refused,
            "reads": account.reads,
            "faults": account.faults.met,
            "deliveries": deliveries.record,
        }

    return router


def _of_messages(router: APIRouter, account: Account, deliveries: Deliveries) -> None:
    async def pass_on(made: Any, is_waited_for: bool, tries: int = 200) -> list[int]:
        if is_waited_for:
            return list((await deliveries.deliver(made, tries))["statuses"])
        deliveries.deliver_later(made)
        return []

    @router.post("/webhook")
    async def webhook(given: Given) -> Given:
        token = given.get("verify_token", account.rules.verify_token)
        return {"verified": await deliveries.subscribe(given["url"], token)}

    @router.post("/inbound")
    async def inbound(given: Given) -> Given:
        sender = given.get("from")
        made = given.get("message") or text(given.get("text", "Salam"), sender)
        account.heard(sender or given.get("user_id") or "")
        told = update(
            value(
                messages=[made],
                phone_id=account.rules.phone_id,
                name=given.get("name"),
                user_id=given.get("user_id"),
            )
        )
        for _ in range(given.get("repeat", 1) - 1):
            deliveries.deliver_later(told)
        return {"id": made["id"], "statuses": await pass_on(told, given.get("wait", True))}

    @router.post("/update")
    async def raw(given: Given) -> Given:
        return {
            "statuses": await pass_on(
                given["update"], given.get("wait", True), given.get("tries", 200)
            )
        }

    @router.post("/status")
    async def told_status(given: Given) -> Given:
        made = status(given["id"], given["status"], given.get("tag"), given.get("code"))
        told = update(value(statuses=[made], phone_id=account.rules.phone_id))
        return {"statuses": await pass_on(told, True)}


def _of_account(router: APIRouter, account: Account) -> None:
    @router.post("/faults")
    async def faults(given: Given) -> Given:
        account.faults.add(**given)
        return {"waiting": len(account.faults.waiting)}

    @router.post("/file")
    async def file(given: Given) -> Given:
        account.files[given["id"]] = (base64.b64decode(given["content"]), given["mime"])
        if given.get("address"):
            account.addresses[given["id"]] = given["address"]
        return {"message": message("audio", audio={"id": given["id"], "voice": True})}

    @router.post("/rules")
    async def rules(given: Given) -> Given:
        for name, setting in given.items():
            setattr(account.rules, name, tuple(setting) if name == "statuses" else setting)
        return given

    @router.post("/clock")
    async def clock(given: Given) -> Given:
        account.ahead = float(given["ahead"])
        return given

    @router.post("/reset")
    async def reset() -> Given:
        account.clear()
        return {}
