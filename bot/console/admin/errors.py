"""Why a change by an administrator is refused; each `code` has its sentence in the words."""

from bot.errors import DeskError


class AdminRefused(DeskError):
    """Root of what is refused to administrators."""

    status = 422
    code = "refused"


class NameMissing(AdminRefused):
    """A name is missing in one of the languages, or too long."""

    code = "name_missing"


class BadKey(AdminRefused):
    """A team's key is not made of small Latin letters and hyphens."""

    code = "bad_key"


class KeyTaken(AdminRefused):
    """Another team has this key."""

    status = 409
    code = "key_taken"


class UnknownOffice(AdminRefused):
    """There is no such office."""

    code = "unknown_office"


class UnknownSubject(AdminRefused):
    """A team cannot take what nobody talks about: no such topic, programme, group or province."""

    code = "unknown_subject"


class TeamNeeded(AdminRefused):
    """The default team stays, and so does one whose people wait or talk with staff."""

    status = 409
    code = "team_needed"


class BadHours(AdminRefused):
    """Hours end before they begin, a day is missing, or a season has only one end."""

    code = "bad_hours"


class BadDay(AdminRefused):
    """The day is missing or is marked for this office already."""

    code = "bad_day"


class BadCapacity(AdminRefused):
    """The number of conversations at once is out of range."""

    code = "bad_capacity"
