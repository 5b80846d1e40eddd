"""WhatsApp over Meta's Cloud API, called through pywa.

What arrives is read from the raw webhook by our own parser: pywa's handlers keep what they were
given in memory, which a crash would lose.
"""

from bot.channels.whatsapp.channel import WhatsAppChannel

__all__ = ["WhatsAppChannel"]
