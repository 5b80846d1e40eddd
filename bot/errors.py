"""What the desk refuses, each with the HTTP status that says so."""


class DeskError(Exception):
    """Root of the desk's own errors; `code` is what a program reads, the text what a person reads."""

    status = 500
    code = "desk_error"


class EmptyText(DeskError):
    """Nothing that can be read is in the message."""

    status = 422
    code = "text_empty"


class TextTooLong(DeskError):
    """The message is longer than the engine may be asked to read."""

    status = 422
    code = "text_too_long"


class BodyTooLarge(DeskError):
    """The request body exceeds the limit; it is not read to its end."""

    status = 413
    code = "body_too_large"


class TooManyMessages(DeskError):
    """A conversation or an address has used up its share; `retry_after` is in seconds."""

    status = 429
    code = "too_many_messages"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many messages, try again in {retry_after} s")
        self.retry_after = retry_after


class TurnFailed(DeskError):
    """The answer could not be stored; the message is kept and may be sent again with its id."""

    status = 503
    code = "try_again"


class EngineUnavailable(DeskError):
    """The engine is not up, failed or gave no answer."""

    status = 503
    code = "engine_unavailable"
