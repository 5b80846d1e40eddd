"""Which files are kept, told by their first bytes and not by what the sender says."""

from typing import Final

import puremagic

#: What the console can show or hand out safely. Nothing in it is run by a browser.
KEPT: Final = frozenset(
    {
        *("image/jpeg", "image/png", "image/webp", "image/gif"),
        *("audio/ogg", "audio/opus", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr"),
        *("video/mp4", "video/3gpp", "application/pdf"),
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
_SAME: Final = {
    "application/ogg": "audio/ogg",
    "video/ogg": "audio/ogg",
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
    "video/x-m4v": "video/mp4",
    "audio/mp3": "audio/mpeg",
    "audio/x-aac": "audio/aac",
    "image/jpg": "image/jpeg",
    "application/x-pdf": "application/pdf",
}


def kind_of(content: bytes) -> str | None:
    """The media type that the content has; None: nothing that is kept."""
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return None
    for candidate in found:
        mime: str = _SAME.get(candidate.mime_type, candidate.mime_type)
        if mime in KEPT:
            return mime
    return None
