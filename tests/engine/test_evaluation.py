"""The measures of `rahbar evaluate`."""

from rahbar_engine.evaluation.measures import Predicted, measure
from rahbar_engine.evaluation.messages import Expected
from rahbar_engine.evaluation.report import find_shortfalls

NONE: dict = {}


def message(intent: str, language: str = "en", **entities: frozenset) -> Expected:
    return Expected("text", intent, language, entities)


def test_refusals_and_fallbacks_count_alike() -> None:
    expected = [
        message("out_of_scope"),
        message("out_of_scope"),
        message("greet"),
        message("thank"),
    ]
    given = ["nlu_fallback", "greet", "greet", "out_of_scope"]
    figures = measure(expected, [Predicted(intent, "en", NONE) for intent in given])
    assert figures["out_of_scope_recall"] == 0.5
    assert figures["in_scope_refused"] == 0.5


def test_entities_are_counted_by_value() -> None:
    expected = [message("inform", city=frozenset({"Lahore"}))]
    right = measure(expected, [Predicted("inform", "en", {"city": frozenset({"Lahore"})})])
    wrong = measure(expected, [Predicted("inform", "en", {"city": frozenset({"Multan"})})])
    assert right["entity_f1"]["names"]["f1"] == 1.0
    assert wrong["entity_f1"]["names"]["f1"] == 0.0


def test_a_figure_below_its_threshold_is_named() -> None:
    figures = measure([message("greet")], [Predicted("thank", "en", NONE)])
    thresholds = {
        "macro_f1": {"en": 0.9},
        "out_of_scope_recall": 0.0,
        "in_scope_refused_at_most": 0.03,
        "entity_f1": {},
    }
    assert find_shortfalls(figures, thresholds) == ["macro-F1 of en is 0.000, wanted 0.9"]
