"""Which channels are set up."""

from bot.channels.port import Channel
from bot.settings import Settings


def channels_of(settings: Settings) -> list[Channel]:
    """A channel for each provider whose token is set; only then is its library loaded."""
    channels: list[Channel] = []
    if token := settings.telegram_token.get_secret_value():
        from bot.channels.telegram import TelegramChannel

        channels.append(
            TelegramChannel(token, settings.telegram_api_url, settings.public_url.rstrip("/"))
        )
    if token := settings.whatsapp_token.get_secret_value():
        _check_whatsapp(settings)
        from bot.channels.whatsapp import WhatsAppChannel

        channels.append(
            WhatsAppChannel(
                phone_id=settings.whatsapp_phone_id,
                token=token,
                app_secret=settings.whatsapp_app_secret.get_secret_value(),
                verify_token=settings.whatsapp_verify_token.get_secret_value(),
                graph_url=settings.whatsapp_graph_url,
                business_id=settings.whatsapp_business_id,
            )
        )
    return channels


def _check_whatsapp(settings: Settings) -> None:
    needed = {
        "RAHBAR_WHATSAPP_PHONE_ID": settings.whatsapp_phone_id,
        "RAHBAR_WHATSAPP_APP_SECRET": settings.whatsapp_app_secret.get_secret_value(),
        "RAHBAR_WHATSAPP_VERIFY_TOKEN": settings.whatsapp_verify_token.get_secret_value(),
    }
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise SystemExit(
            f"WhatsApp needs {', '.join(missing)} beside its token (docs/channels.md). "
            "Set them, or take RAHBAR_WHATSAPP_TOKEN away."
        )
