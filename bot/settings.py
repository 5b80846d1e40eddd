"""Everything that can be set from outside, in one place; `.env.example` documents each."""

from functools import cached_property
from pathlib import Path

from pydantic import Field, SecretStr

from programmes.settings import DatabaseSettings


class Settings(DatabaseSettings):
    """The desk's settings, read from the environment with the prefix `RAHBAR_`."""

    host: str = "127.0.0.1"
    """Address that the desk listens on."""
    port: int = Field(8000, ge=1, le=65535)
    trusted_proxies: str = "127.0.0.1"
    """Addresses, comma-separated, whose X-Forwarded-For is believed."""

    engine_port: int = Field(5005, ge=1, le=65535)
    engine_url: str = ""
    """Where the engine answers; empty: on this machine at `engine_port`."""
    actions_port: int = Field(5055, ge=1, le=65535)
    actions_url: str = ""
    """Where the action server answers; empty: on this machine at `actions_port`."""
    engine_patience: float = Field(30.0, gt=0)
    """How long a message waits for an engine that is down, in seconds."""
    turn_deadline: float = Field(20.0, gt=0)
    """How long one try of the engine may take, in seconds."""

    max_characters: int = Field(4096, ge=100)
    """Longest message that is read."""
    max_body_bytes: int = Field(65_536, ge=1024)
    """Largest request body that is read."""
    messages_per_minute: int = Field(20, ge=1)
    """Most messages a minute in one conversation."""
    address_messages_per_minute: int = Field(120, ge=1)
    """Most messages a minute from one internet address; many people may share one."""
    streams_per_conversation: int = Field(8, ge=1)
    """Most open event streams (tabs) of one conversation."""
    ping_seconds: int = Field(15, ge=1)
    """How often an idle event stream shows that it lives."""
    button_days: int = Field(30, ge=1)
    """How long a button may be pressed."""
    log_level: str = "INFO"

    public_url: str = ""
    """Where the world reaches the desk, with https; for webhooks and links."""
    telegram_token: SecretStr = SecretStr("")
    """Of the bot, from BotFather; empty: no Telegram."""
    telegram_api_url: str = "https://api.telegram.org"
    whatsapp_token: SecretStr = SecretStr("")
    """Of a system user with whatsapp_business_messaging; empty: no WhatsApp."""
    whatsapp_phone_id: str = ""
    whatsapp_business_id: str = ""
    whatsapp_app_secret: SecretStr = SecretStr("")
    """Signs the webhooks."""
    whatsapp_verify_token: SecretStr = SecretStr("")
    """Chosen by us; Meta says it when the webhook is set up."""
    whatsapp_graph_url: str = "https://graph.facebook.com"
    max_webhook_bytes: int = Field(3_145_728, ge=1024)
    """Largest webhook body that is read."""
    max_file_bytes: int = Field(16_777_216, ge=1024)
    """Largest file of a person that is kept."""

    @property
    def engine_address(self) -> str:
        """The engine's URL without a slash at its end."""
        return (self.engine_url or f"http://127.0.0.1:{self.engine_port}").rstrip("/")

    @property
    def actions_address(self) -> str:
        """The action server's URL without a slash or path at its end."""
        url = self.actions_url or f"http://127.0.0.1:{self.actions_port}"
        return url.rstrip("/").removesuffix("/webhook")

    @cached_property
    def var(self) -> Path:
        """The directory of everything that is made at run time."""
        return self.root / "var"

    @property
    def media(self) -> Path:
        """The folder of files that people sent."""
        return self.var / "media"

    @property
    def model(self) -> Path:
        """The trained model."""
        return self.root / "models" / "rahbar.tar.gz"

    @property
    def gazetteer(self) -> Path:
        """The names that the engine matches, exported from the database."""
        return self.var / "gazetteer.json"
