"""CSV with the line of every row, so that a mistake can be pointed at."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from programmes.loading.faults import Fault, Place

Row = dict[str, str | None]


def read_rows(
    file: Path, columns: Iterable[str], faults: list[Fault]
) -> Iterator[tuple[Place, Row]]:
    """Read rows whose header holds exactly these columns, in any order; empty cells are None.

    Mistakes of the file itself are added to ``faults``.
    """
    try:
        # Spreadsheets put a byte order mark before UTF-8.
        lines = file.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        reader = csv.DictReader(lines, strict=True)
        header_faults = list(_header_faults(file, reader.fieldnames or (), set(columns)))
        faults.extend(header_faults)
        if header_faults:
            return
        first = reader.line_num + 1
        for row in reader:
            if None in row or None in row.values():
                faults.append(Fault(str(file), first, "has more or fewer cells than the header"))
            elif any(cell.strip() for cell in row.values()):
                place = Place(file, {(): first})
                yield place, {name: cell.strip() or None for name, cell in row.items()}
            first = reader.line_num + 1
    except (csv.Error, UnicodeDecodeError) as error:
        faults.append(Fault(str(file), 1, f"cannot be read as CSV in UTF-8: {error}"))


def _header_faults(file: Path, header: Iterable[str], wanted: set[str]) -> Iterator[Fault]:
    given = set(header)
    for name in sorted(wanted - given):
        yield Fault(str(file), 1, f"{name}: this column is missing")
    for name in sorted(given - wanted):
        yield Fault(str(file), 1, f"{name}: this column is not known")
