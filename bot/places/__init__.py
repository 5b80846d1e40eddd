"""Which city a person is nearest to.

`cities.csv` holds the places of the programme database's cities in degrees (WGS 84), rounded to a
hundred metres. Source: GeoNames (https://www.geonames.org), CC BY 4.0.
"""

import csv
from collections.abc import Mapping
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).parent / "cities.csv"
_EARTH: Final = 6371.0
#: Who is farther than this many kilometres from every city is not in Pakistan.
FARTHEST: Final = 200.0


def nearest_city(place: Mapping[str, Any]) -> str | None:
    """The English name of the nearest city; None outside Pakistan, or where the place is none."""
    try:
        here = float(place["latitude"]), float(place["longitude"])
    except (KeyError, TypeError, ValueError):
        return None
    distance, city = min((_kilometres(here, there), name) for name, there in _cities().items())
    return city if distance <= FARTHEST else None


@cache
def _cities() -> Mapping[str, tuple[float, float]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["city"]: (float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(file)
        }


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the surface (haversine)."""
    latitude, longitude = radians(other[0] - one[0]), radians(other[1] - one[1])
    half = sin(latitude / 2) ** 2
    half += cos(radians(one[0])) * cos(radians(other[0])) * sin(longitude / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, half)))
