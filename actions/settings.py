"""Settings of the action server; the only place of this process that reads the environment."""

from pydantic import Field

from programmes.settings import DatabaseSettings


class ActionSettings(DatabaseSettings):
    """``RAHBAR_ACTIONS_*`` beside the shared settings of the database."""

    actions_host: str = Field(
        "127.0.0.1", description="Address to listen on; only the engine may reach it."
    )
    actions_port: int = Field(5055, ge=1, le=65535, description="Port to listen on.")
    actions_time_limit: float = Field(
        8.0, gt=0, lt=10, description="Seconds for one answer; the engine waits ten."
    )
