"""Names that stand in ``domain.yml`` too; a test compares them."""

from typing import Final

# Intents that another module speaks of.
GREET: Final = "greet"
AFFIRM: Final = "affirm"
DENY: Final = "deny"
BOT_CHALLENGE: Final = "bot_challenge"
OUT_OF_SCOPE: Final = "out_of_scope"
REPEAT: Final = "repeat"
CANCEL: Final = "cancel"
INFORM: Final = "inform"
SHOW_MORE: Final = "show_more"
NLU_FALLBACK: Final = "nlu_fallback"
CHANGE_LANGUAGE: Final = "change_language"
ASK_HELP: Final = "ask_help"
TALK_TO_HUMAN: Final = "talk_to_human"
REQUEST_CALLBACK: Final = "request_callback"
LIST_PROGRAMMES: Final = "list_programmes"
LIST_TRAININGS: Final = "list_trainings"
CHECK_ELIGIBILITY: Final = "check_eligibility"
COMPARE_PROGRAMMES: Final = "compare_programmes"
INFO: Final = "ask_programme_info"
ELIGIBILITY: Final = "ask_programme_eligibility"
BENEFITS: Final = "ask_programme_benefits"
DOCUMENTS: Final = "ask_programme_documents"
APPLY: Final = "ask_programme_apply"
DEADLINE: Final = "ask_programme_deadline"
APPLICATION_STATUS: Final = "ask_application_status"
TRAINING_DETAILS: Final = "ask_training_details"
REGISTER_TRAINING: Final = "register_training"
SUBSCRIBE_ALERTS: Final = "subscribe_alerts"
OFFICE: Final = "ask_office"
RESEARCH: Final = "ask_research"

PROGRAMME_INTENTS: Final = (INFO, ELIGIBILITY, BENEFITS, DOCUMENTS, APPLY, DEADLINE)

INTENTS: Final = (
    GREET,
    "goodbye",
    "thank",
    AFFIRM,
    DENY,
    BOT_CHALLENGE,
    ASK_HELP,
    CHANGE_LANGUAGE,
    REPEAT,
    CANCEL,
    TALK_TO_HUMAN,
    "complain",
    "give_feedback",
    "abuse",
    OUT_OF_SCOPE,
    INFORM,
    LIST_PROGRAMMES,
    *PROGRAMME_INTENTS,
    CHECK_ELIGIBILITY,
    COMPARE_PROGRAMMES,
    APPLICATION_STATUS,
    LIST_TRAININGS,
    TRAINING_DETAILS,
    REGISTER_TRAINING,
    "cancel_registration",
    "my_registrations",
    SUBSCRIBE_ALERTS,
    "unsubscribe_alerts",
    "ask_sell_online",
    "ask_export_support",
    "ask_business_registration",
    "ask_tax",
    "ask_business_plan",
    "ask_sme_definition",
    RESEARCH,
    "ask_partnership",
    OFFICE,
    REQUEST_CALLBACK,
    "ask_privacy",
    "delete_my_data",
    SHOW_MORE,
    NLU_FALLBACK,
)

ENTITIES: Final = (
    "programme",
    "topic",
    "sector",
    "city",
    "province",
    "segment",
    "amount",
    "date",
    "phone",
    "email",
    "cnic",
    "reference",
    "language",
)
UNKNOWN_PROGRAMME: Final = "unknown"
"""Entity value of words that look like a programme's name but are none of the database's."""

AGENCY: Final = "smeda"
"""The record of the agency itself, in ``data/programmes/records/smeda.yml``."""

SLOT_LANGUAGE: Final = "language"
SLOT_FIXED_LANGUAGE: Final = "fixed_language"
SLOT_CONTEXT: Final = "context"
SLOT_QUESTION: Final = "last_question"
SLOT_OFFER: Final = "offer"
SLOT_UNCLEAR: Final = "unclear_turns"
SLOTS: Final = (
    SLOT_LANGUAGE,
    SLOT_FIXED_LANGUAGE,
    SLOT_CONTEXT,
    SLOT_QUESTION,
    SLOT_OFFER,
    SLOT_UNCLEAR,
)


def action_for(intent: str) -> str:
    """Name the action that answers an intent; the rules say the same."""
    return "action_clarify" if intent == NLU_FALLBACK else f"action_{intent}"
