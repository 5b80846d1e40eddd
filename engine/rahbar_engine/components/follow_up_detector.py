"""Says of a message whether it only adds a detail to the question before it."""

from __future__ import annotations

from typing import Any, Dict, FrozenSet, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rahbar_engine.components.attributes import found, words
from rahbar_engine.text.language_files import read_words

# Goes out with the parse: True for "what about Karachi?", whatever intent that resembles.
BARE_DETAIL = "bare_detail"
# Goes out with the parse: True for "which one am I eligible for", never for "am I eligible".
ASKS_WHICH = "asks_which"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class FollowUpDetector(GraphComponent):
    """A bare detail is an entity among words that only join (`data/language/follow_ups.yml`)."""

    def __init__(self, joining: FrozenSet[str], choosing: FrozenSet[str] = frozenset()) -> None:
        """Takes the joining words, and those that ask for a choice."""
        self._joining = joining
        self._choosing = choosing

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FollowUpDetector:
        """Builds the component over the linguist's file."""
        table = read_words("follow_ups")
        return cls(frozenset(table["words"]), frozenset(table["choosing"]))

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets `bare_detail` and `asks_which` on each message."""
        for message in messages:
            asked = any(token.text in self._choosing for token in words(message))
            message.set(ASKS_WHICH, asked, add_to_output=True)
            message.set(BARE_DETAIL, self._is_bare(message), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples stand alone."""
        return training_data

    def _is_bare(self, message: Message) -> bool:
        details = found(message)
        outside = [
            token.text
            for token in words(message)
            if token.is_word and not any(f.start <= token.start < f.end for f in details)
        ]
        return bool(details) and all(word in self._joining for word in outside)
