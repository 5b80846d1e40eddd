"""Why staff are refused; each `code` has its sentence in the console's words."""

from bot.errors import DeskError


class AccessError(DeskError):
    """Root of what is refused to staff."""

    status = 403
    code = "forbidden"


class Forbidden(AccessError):
    """The member's role or the object's state does not allow it."""


class WrongCredentials(AccessError):
    """E-mail or password is wrong; which of them is not told."""

    status = 401
    code = "wrong_credentials"


class WrongCode(AccessError):
    """The code of the second factor is wrong, too old, or was used before."""

    status = 401
    code = "wrong_code"


class LockedOut(AccessError):
    """Too many wrong attempts by an account or an address; `retry_after` is in seconds."""

    status = 429
    code = "locked_out"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many attempts, try again in {retry_after} s")
        self.retry_after = retry_after


class LinkInvalid(AccessError):
    """The one-time link is unknown, used or too old."""

    status = 410
    code = "link_invalid"


class ForgedRequest(AccessError):
    """The request does not come from a page of ours."""

    code = "forged"


class NoSuchMember(AccessError):
    """There is no such member of staff."""

    status = 404
    code = "no_such_member"


class MemberExists(AccessError):
    """Somebody has this e-mail address already."""

    status = 409
    code = "member_exists"


class LastAdministrator(AccessError):
    """Without this member nobody could manage staff any more."""

    status = 409
    code = "last_administrator"


class DetailsMissing(AccessError):
    """A name or an e-mail address is missing or cannot be one."""

    status = 422
    code = "details_missing"


class WeakPassword(AccessError):
    """The password is refused; the code says by which rule."""

    status = 422
    code = "password_short"


class PasswordLong(WeakPassword):
    """Longer than anybody types; hashing it would only cost time."""

    code = "password_long"


class PasswordPersonal(WeakPassword):
    """It is made of the member's own name or e-mail address."""

    code = "password_personal"


class PasswordCommon(WeakPassword):
    """It is among those that attackers try first."""

    code = "password_common"
