"""Rasa without TensorFlow: 370 MB of memory and seconds of start-up that our pipeline never uses.

Rasa imports TensorFlow for the base classes of components that are not in `config.yml`. Where the
process needs none of them, a stand-in lets those modules import; whoever then calls into it fails.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from typing import Any, Optional, Sequence

_PACKAGES = ("tensorflow", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "keras")


class _StandInType(type):
    """A class whose every attribute is another stand-in class."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name)

    def __or__(cls, other: Any) -> Any:
        return cls

    def __ror__(cls, other: Any) -> Any:
        return cls


def _stand_in(name: str) -> Any:
    def accept(cls: Any, *_: Any, **__: Any) -> Any:
        return object.__new__(cls)

    return _StandInType(
        name,
        (),
        {
            "__new__": accept,
            "__init_subclass__": classmethod(lambda cls, **_: None),
            "__class_getitem__": classmethod(lambda cls, _: cls),
            "__call__": lambda self, *arguments, **_: arguments[0] if arguments else self,
        },
    )


class _StandInModule(types.ModuleType):
    __path__: Sequence[str] = ()
    __version__ = "2.12.0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name)


class _StandInFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, name: str, path: Optional[Sequence[str]] = None, target: Any = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        if name.split(".")[0] not in _PACKAGES:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to execute."""


def install() -> None:
    """Puts the stand-ins in place; call before anything of Rasa is imported."""
    if not any(isinstance(finder, _StandInFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _StandInFinder())
