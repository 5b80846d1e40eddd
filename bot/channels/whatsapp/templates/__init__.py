"""The templates that may be sent when the 24 hours are over, one file each.

Meta has to approve each in each language before it can be sent.
Source: developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml

from bot.channels.port import Part
from bot.languages import DEFAULT
from bot.typed import clean

ANSWER_WAITING: Final = "answer_waiting"
CALLBACK_UPDATE: Final = "callback_update"
STAFF_REPLY: Final = "staff_reply"
CONVERSATION_CLOSED_RATING: Final = "conversation_closed_rating"

#: A template's body is at most 1024 characters with its values in it.
_LONGEST_VALUE: Final = 200


def submissions() -> list[dict[str, Any]]:
    """The JSON of every template in every language, for `POST /{business account}/message_templates`.

    Source: .../whatsapp/reference/whatsapp-business-account/message-template-api
    """
    return [
        _submission(template, language)
        for template in _templates().values()
        for language in template["languages"]
    ]


def template_part(name: str, language: str, values: Sequence[str]) -> Part:
    """A template with the values of its placeholders, ready to be sent.

    Meta knows no Roman Urdu: whoever writes it gets the English one, in letters they read.
    Raises KeyError for an unknown name and ValueError for a wrong number of values: both are
    mistakes in the code.
    """
    languages = _templates()[name]["languages"]
    spoken = language if language in languages else DEFAULT
    if len(values) != len(languages[spoken]["example"]):
        raise ValueError(f"{name} takes {len(languages[spoken]['example'])} values")
    parameters = [{"type": "text", "text": _in_one_line(value)} for value in values]
    body = {
        "name": name,
        "language": {"code": spoken},
        "components": [{"type": "body", "parameters": parameters}],
    }
    return Part("template", body)


def _submission(template: Mapping[str, Any], language: str) -> dict[str, Any]:
    wording = template["languages"][language]
    component = {
        "type": "BODY",
        "text": wording["body"],
        "example": {"body_text": [wording["example"]]},
    }
    return {
        "name": template["name"],
        "language": language,
        "category": template["category"],
        "components": [component],
    }


def _in_one_line(value: str) -> str:
    """Meta refuses values with line breaks, tabs or more than four spaces in a row."""
    return " ".join(clean(value).split())[:_LONGEST_VALUE] or "-"


@lru_cache(maxsize=1)
def _templates() -> Mapping[str, Mapping[str, Any]]:
    files = sorted(Path(__file__).parent.glob("*.yml"))
    read = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    return MappingProxyType({template["name"]: template for template in read})
