"""How sending can fail, in the only distinctions that matter to the outbox."""


class SendError(Exception):
    """Root; `code` is the provider's own, `reason` is fit to be shown to staff."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class Temporary(SendError):
    """Surely not sent, and worth another try.

    `retry_after` is in seconds where the provider names a time. `base` makes the pauses
    base^0, base^1, ... seconds where it does not. `whole_channel`: everybody has to wait.
    """

    def __init__(
        self,
        code: str,
        reason: str,
        retry_after: float | None = None,
        base: float = 2.0,
        whole_channel: bool = False,
    ) -> None:
        super().__init__(code, reason)
        self.retry_after = retry_after
        self.base = base
        self.whole_channel = whole_channel


class Unsure(SendError):
    """Perhaps sent: the connection broke after the request had gone out."""


class Final(SendError):
    """Will never be sent as it is."""


class Unreachable(Final):
    """The person blocked us, or is gone; what else waits for them is cancelled."""


class WindowClosed(SendError):
    """The channel lets us write freely only for a while after the person wrote."""


class AddressChanged(SendError):
    """The conversation lives at another address now; send it there."""

    def __init__(self, address: str, identity_kind: str) -> None:
        super().__init__("moved", "the conversation has a new address")
        self.address = address
        self.identity_kind = identity_kind


class ChannelStopped(SendError):
    """Nothing can be sent to anybody until a person mends it: a token, a payment, a ban."""
