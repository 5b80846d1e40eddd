"""Runs the model's graph node by node, in an order that is worked out once.

Rasa has dask order and schedule the graph anew with every run, three times a message.
"""

from __future__ import annotations

from typing import Any, Dict, FrozenSet, List, Optional, Tuple

from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner


class SequentialGraphRunner(DaskGraphRunner):
    """Rasa's runner with the same nodes; only the way of running differs."""

    def run(
        self, inputs: Optional[Dict[str, Any]] = None, targets: Optional[List[str]] = None
    ) -> Dict[str, Any]:
        """Runs what the targets need and gives their results."""
        wanted = tuple(targets if targets else self._graph_schema.target_names)
        results: Dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, node, parents in self._plan(wanted, frozenset(results)):
            results[name] = node(*[results[parent] for parent in parents])
        return {name: results[name][1] for name in wanted}

    def _plan(
        self, wanted: Tuple[str, ...], given: FrozenSet[str]
    ) -> List[Tuple[str, GraphNode, List[str]]]:
        """The nodes that the targets need, each behind those that it needs."""
        plans: Dict[Any, Any] = self.__dict__.setdefault("_plans", {})
        if (wanted, given) not in plans:
            ordered: Dict[str, Tuple[str, GraphNode, List[str]]] = {}
            for name in wanted:
                self._collect(name, given, ordered)
            plans[wanted, given] = list(ordered.values())
        plan: List[Tuple[str, GraphNode, List[str]]] = plans[wanted, given]
        return plan

    def _collect(
        self,
        name: str,
        given: FrozenSet[str],
        ordered: Dict[str, Tuple[str, GraphNode, List[str]]],
    ) -> None:
        if name in given or name in ordered:
            return
        parents = list(dict.fromkeys(self._graph_schema.nodes[name].needs.values()))
        for parent in parents:
            self._collect(parent, given, ordered)
        ordered[name] = (name, self._instantiated_nodes[name], parents)
