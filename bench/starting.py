"""Systems brought up to their first answer; the time that takes is the cold start."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Final

from bench.processes import Command, Running
from bench.targets import Target

_LONGEST: Final = 240.0
_PAUSE: Final = 0.05


class NeverReadyError(RuntimeError):
    """A system did not answer within the time given."""


@dataclass(frozen=True)
class System:
    """Processes that together answer at one target."""

    target: Target
    processes: Sequence[Running]
    cold_start: float

    @property
    def memory(self) -> dict[str, dict[str, float]]:
        """Resident memory of each process in MiB."""
        return {process.command.name: process.memory() for process in self.processes}


async def start(stack: AsyncExitStack, commands: Sequence[Command], target: Target) -> System:
    """Start the processes and ask until something is answered. `stack` stops them.

    Raises:
        ProcessEndedError: one of them ended.
        NeverReadyError: no answer came within four minutes.
    """
    started = time.perf_counter()
    processes = [await stack.enter_async_context(Running(command)) for command in commands]
    while time.perf_counter() - started < _LONGEST:
        answer = await target.ask(target.new_conversation(), "hello")
        if answer.said_something:
            return System(target, processes, time.perf_counter() - started)
        for process in processes:
            process.must_run()
        await asyncio.sleep(_PAUSE)
    raise NeverReadyError(f"{target.name} gave no answer within {_LONGEST:.0f} s")


async def cold_starts(
    made: Sequence[tuple[Callable[[], Sequence[Command]], Target]], rounds: int
) -> dict[str, list[float]]:
    """Start and stop each system in turn, `rounds` times. Seconds by the target's name."""
    seconds: dict[str, list[float]] = {target.name: [] for _, target in made}
    for _ in range(rounds):
        for commands, target in made:
            async with AsyncExitStack() as stack:
                system = await start(stack, commands(), target)
                seconds[target.name].append(system.cold_start)
    return seconds
