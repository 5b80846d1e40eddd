"""Rasa's own validation of domain, rules, stories and examples; a warning is an error."""

from __future__ import annotations

from rasa.shared.importers.importer import TrainingDataImporter
from rasa.validator import Validator

from rahbar_engine.paths import project_root


def validate() -> int:
    """Returns 0 where Rasa finds nothing to warn of, else 1 (`rasa data validate --fail-on-warnings`)."""
    root = project_root()
    importer = TrainingDataImporter.load_from_config(
        str(root / "config.yml"),
        str(root / "domain.yml"),
        [str(root / "data" / part) for part in ("nlu", "rules", "stories")],
    )
    validator = Validator.from_importer(importer)
    sound = (
        validator.verify_domain_validity()
        and validator.verify_nlu(ignore_warnings=False)
        and validator.verify_story_structure(ignore_warnings=False)
        and validator.verify_actions_in_stories_rules()
    )
    return 0 if sound else 1
