"""YAML with the line of every part, so that a mistake can be pointed at."""

from pathlib import Path
from typing import Any

import yaml

from programmes.loading.faults import Fault, Location


def read_yaml(file: Path) -> tuple[Any, dict[Location, int], list[Fault]]:
    """Read a file: its data, the line of each part, and what is wrong with the YAML itself."""
    try:
        loader = yaml.SafeLoader(file.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        if node is None:
            return None, {}, []
        lines: dict[Location, int] = {}
        faults: list[Fault] = []
        _note_lines(node, (), lines, faults, file)
        return loader.construct_document(node), lines, faults
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return None, {}, [Fault(str(file), line, error.problem or "not valid YAML")]
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        return None, {}, [Fault(str(file), 1, f"cannot be read: {error}")]


def _note_lines(
    node: yaml.Node,
    location: Location,
    lines: dict[Location, int],
    faults: list[Fault],
    file: Path,
) -> None:
    lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for index, part in enumerate(node.value):
            _note_lines(part, (*location, index), lines, faults, file)
    elif isinstance(node, yaml.MappingNode):
        for key, part in node.value:
            inner = (*location, str(key.value))
            if inner in lines:
                faults.append(_twice(file, key))
            _note_lines(part, inner, lines, faults, file)
            # A block text begins below its key; the key is where a reader looks.
            lines[inner] = key.start_mark.line + 1


def _twice(file: Path, key: yaml.Node) -> Fault:
    return Fault(str(file), key.start_mark.line + 1, f"{key.value}: stands twice in this item")
