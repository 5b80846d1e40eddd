"""How to reach whoever runs a programme or an office."""

from dataclasses import dataclass
from typing import Any, Self

from programmes.translated import Translated


@dataclass(frozen=True, slots=True)
class Contact:
    """Every part may be unknown; phones stand as the source prints them."""

    address: Translated | None = None
    phone: tuple[str, ...] = ()
    fax: str | None = None
    email: str | None = None
    website: str | None = None
    helpline: str | None = None

    def __bool__(self) -> bool:
        return self != Contact()

    def as_json(self) -> dict[str, Any]:
        """Return the known parts only."""
        values: dict[str, Any] = {
            "address": self.address.as_json() if self.address else None,
            "phone": list(self.phone),
            "fax": self.fax,
            "email": self.email,
            "website": self.website,
            "helpline": self.helpline,
        }
        return {name: value for name, value in values.items() if value}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Read what :meth:`as_json` wrote."""
        known = dict(value)
        if "address" in known:
            known["address"] = Translated.from_json(known["address"])
        known["phone"] = tuple(known.get("phone", ()))
        return cls(**known)
