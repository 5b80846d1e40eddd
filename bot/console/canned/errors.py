"""Why a canned answer is not kept; each `code` has its sentence in the console's words."""

from bot.errors import DeskError


class CannedRefused(DeskError):
    """Root of what is refused of canned answers."""

    status = 422
    code = "canned_refused"


class BadShortcut(CannedRefused):
    """The shortcut is not made of small Latin letters, digits and hyphens."""

    code = "bad_shortcut"


class ShortcutTaken(CannedRefused):
    """Another answer has this shortcut."""

    status = 409
    code = "shortcut_taken"


class BadText(CannedRefused):
    """A language has no text, or one that is longer than the channels carry in one piece."""

    code = "bad_text"


class UnknownVariable(CannedRefused):
    """Something stands in braces that nothing fills in."""

    code = "unknown_variable"


class NoCannedAnswer(CannedRefused):
    """There is no such answer."""

    status = 404
    code = "no_canned_answer"
