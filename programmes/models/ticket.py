"""What a user asked of the helpline's staff."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from programmes.database import Base


class Ticket(Base):
    """A request to staff; personal details stand here and nowhere else."""

    __tablename__ = "ticket"

    reference: Mapped[str] = mapped_column(String(12), primary_key=True)
    """As printed to the user, for example ``TR-7K2M9``."""
    kind: Mapped[str] = mapped_column(String(24), index=True)
    conversation_id: Mapped[str] = mapped_column(String(200), index=True)
    summary: Mapped[dict[str, Any]]
    idempotency_key: Mapped[str] = mapped_column(String(200), unique=True)
    status: Mapped[str] = mapped_column(String(16))
    """``open`` or ``closed``."""
    created_at: Mapped[datetime]
