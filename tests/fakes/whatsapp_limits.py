"""The limits of the Cloud API on one message, each with the code that it refuses with.

Lengths are counted in UTF-16 units, the strictest reading of Meta's "characters".
"""

from typing import Any

Refusal = tuple[int, str]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def refusal_of(body: dict[str, Any]) -> Refusal | None:
    """What is wrong with a message, or None."""
    if body.get("messaging_product") != "whatsapp":
        return 100, "messaging_product"
    if not body.get("to") and not body.get("recipient"):
        return 131008, "to"
    kind = body.get("type")
    content = body.get(str(kind))
    if not isinstance(content, dict):
        return 131008, f"{kind} is missing"
    tag = body.get("biz_opaque_callback_data", "")
    if units(tag) > 512:
        return 131009, "biz_opaque_callback_data"
    checks = {"text": _text, "interactive": _interactive, "template": _template}
    return checks[str(kind)](content) if kind in checks else (131051, "type")


def _text(text: dict[str, Any]) -> Refusal | None:
    return _length("text.body", text.get("body"), 4096)


def _interactive(interactive: dict[str, Any]) -> Refusal | None:
    body = interactive.get("body") or {}
    action = interactive.get("action") or {}
    wrong = _length("body", body.get("text"), 1024)
    if wrong:
        return wrong
    if interactive.get("type") == "button":
        return _buttons(action.get("buttons") or [])
    if interactive.get("type") == "list":
        return _list(action)
    return 131009, "interactive.type"


def _buttons(buttons: list[dict[str, Any]]) -> Refusal | None:
    if not 1 <= len(buttons) <= 3:
        return 131009, "1 to 3 buttons"
    replies = [button.get("reply") or {} for button in buttons]
    if _repeats([reply.get("id") for reply in replies]):
        return 131009, "two buttons of one id"
    if _repeats([reply.get("title") for reply in replies]):
        return 131009, "two buttons of one title"
    return _first(
        wrong
        for reply in replies
        for wrong in (_length("title", reply.get("title"), 20), _length("id", reply.get("id"), 256))
    )


def _list(action: dict[str, Any]) -> Refusal | None:
    sections = action.get("sections") or []
    rows = [row for section in sections for row in section.get("rows") or []]
    if not 1 <= len(sections) <= 10 or not 1 <= len(rows) <= 10:
        return 131009, "1 to 10 sections with 1 to 10 rows in all"
    if len(sections) > 1 and not all(section.get("title") for section in sections):
        return 131009, "titles of sections"
    if _repeats([row.get("id") for row in rows]):
        return 131009, "two rows of one id"
    checks = [_length("button", action.get("button"), 20)]
    for row in rows:
        checks += [_length("title", row.get("title"), 24), _length("id", row.get("id"), 200)]
        if "description" in row:
            checks.append(_length("description", row["description"], 72))
    return _first(iter(checks))


def _template(template: dict[str, Any]) -> Refusal | None:
    if not template.get("name") or not (template.get("language") or {}).get("code"):
        return 131008, "name and language of the template"
    for component in template.get("components") or []:
        for parameter in component.get("parameters") or []:
            text = parameter.get("text", "")
            if not text or "\n" in text or "\t" in text or "     " in text:
                return 132012, "form of a value"
    return None


def _length(name: str, text: Any, most: int) -> Refusal | None:
    if not isinstance(text, str) or not text.strip():
        return 131008, f"{name} is missing"
    return (131009, f"{name}: {units(text)} of {most}") if units(text) > most else None


def _repeats(values: list[Any]) -> bool:
    return len(set(values)) < len(values)


def _first(checks: Any) -> Refusal | None:
    return next((wrong for wrong in checks if wrong), None)
