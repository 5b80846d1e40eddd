"""Numbers in addresses and forms, no larger than the database's columns: beyond, it would fail."""

from typing import Annotated, Final

from fastapi import Path

#: A position in a conversation.
LARGEST_POSITION: Final = 2**31 - 1
#: A row's own number.
LARGEST_ROW: Final = 2**63 - 1
#: The digits of a number of staff or of a team, as a form names it.
MOST_DIGITS: Final = 9

RowNumber = Annotated[int, Path(ge=0, le=LARGEST_ROW)]
