"""What stands in a page."""

import re


def csrf_of(page: str) -> str:
    """The token in the page's forms."""
    return found(r'name="csrf" value="([\w-]+)"', page)


def found(pattern: str, page: str) -> str:
    """The first group of a pattern that must be there."""
    match = re.search(pattern, page)
    assert match is not None
    return match.group(1)
