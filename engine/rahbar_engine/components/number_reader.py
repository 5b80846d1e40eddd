"""Reads the numbers that are no values of their own: an entry of a list, an age."""

from __future__ import annotations

from typing import Any, Dict, FrozenSet, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rahbar_engine.components.attributes import found, words
from rahbar_engine.components.follow_up_detector import BARE_DETAIL
from rahbar_engine.text.language_files import read_words
from rahbar_engine.text.numbered import find_age, find_place, is_bare_place

# They go out with the parse: the entry of a list (1 is the first, -1 the last) and years, or None.
PLACE = "place_in_list"
AGE = "age"
# What these claim is their value and no place in a list.
_VALUES = ("amount", "date", "phone", "email", "cnic", "reference")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class NumberReader(GraphComponent):
    """Sets `place_in_list` and `age` on each message (`data/language/numbered.yml`).

    A place alone is a bare detail: it answers the question before it.
    """

    def __init__(self, joining: FrozenSet[str]) -> None:
        """Takes the words that only join."""
        self._joining = joining

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NumberReader:
        """Builds the component over the linguist's files."""
        return cls(frozenset(read_words("follow_ups")["words"]))

    def process(self, messages: List[Message]) -> List[Message]:
        """Reads each message's numbers, as far as no value claims them."""
        for message in messages:
            values = [f for f in found(message) if f.entity in _VALUES]
            free = [
                t for t in words(message) if not any(f.start <= t.start < f.end for f in values)
            ]
            said = [token.text for token in free]
            message.set(PLACE, find_place(said, self._joining), add_to_output=True)
            if not values and is_bare_place(said, self._joining):
                message.set(BARE_DETAIL, True, add_to_output=True)
            message.set(AGE, find_age(free), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples stand alone."""
        return training_data
