"""Matches the database's names; follows the database without retraining."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Dict, FrozenSet, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rahbar_engine.components.attributes import FOUND, all_capitals, capitals, found, words
from rahbar_engine.components.extraction import publish_entities
from rahbar_engine.paths import gazetteer_file
from rahbar_engine.text.everyday_words import without_everyday_words
from rahbar_engine.text.found import without_overlaps
from rahbar_engine.text.gazetteer import GazetteerMatcher, read_entries
from rahbar_engine.text.unknown_names import find_unknown_programmes
from rahbar_engine.text.vocabulary import known_words

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class NameMatcher(GraphComponent):
    """Finds programmes, topics, sectors, cities, provinces and segments by the names in the database.

    The names stand in a file that `rahbar db load` writes. The file's time is looked at with every
    message, so a corrected alias works at once.
    """

    def __init__(self, path: Path, known: FrozenSet[str]) -> None:
        """Takes the exported names and the words that are never a misspelt name."""
        self._path = path
        self._known = known
        self._read_at: Optional[int] = None
        self._matcher = GazetteerMatcher([], known)

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NameMatcher:
        """Builds the component over the project's gazetteer file."""
        return cls(gazetteer_file(), known_words())

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the names to each message and publishes all that was found as its entities."""
        self._refresh()
        for message in messages:
            self._match(message)
            publish_entities(message, type(self).__name__)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Finds names in examples, for the classifier's features; they get no annotations."""
        self._refresh()
        for example in training_data.training_examples:
            self._match(example)
        return training_data

    def _match(self, message: Message) -> None:
        matches = without_everyday_words(
            self._matcher.find(words(message)), words(message), all_capitals(message)
        )
        names = without_overlaps(found(message) + matches)
        unknown = find_unknown_programmes(words(message), names, capitals(message))
        message.set(FOUND, without_overlaps(unknown + names))

    def _refresh(self) -> None:
        """Reads the names again if the file has changed; keeps the old ones if it cannot be read."""
        try:
            changed_at = self._path.stat().st_mtime_ns
            if changed_at == self._read_at:
                return
            self._matcher = GazetteerMatcher(read_entries(self._path), self._known)
            self._read_at = changed_at
        except (OSError, ValueError, KeyError) as error:
            logger.error("The names in %s cannot be read: %s", self._path.name, error)
