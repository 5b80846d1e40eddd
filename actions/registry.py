"""Which handler answers which intent."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from actions import (
    comparison,
    conversation,
    fit,
    inform,
    knowledge,
    offices,
    paging,
    people,
    privacy,
    programme_lists,
    programme_questions,
    registrations,
    research,
    trainings,
    unclear,
)
from actions.enquiry import Enquiry, Handler
from actions.follow_up import in_its_context
from actions.matters import MATTERS
from actions.memory import Question
from actions.names import (
    AFFIRM,
    APPLICATION_STATUS,
    APPLY,
    ASK_HELP,
    BENEFITS,
    CANCEL,
    CHANGE_LANGUAGE,
    CHECK_ELIGIBILITY,
    COMPARE_PROGRAMMES,
    DEADLINE,
    DENY,
    DOCUMENTS,
    ELIGIBILITY,
    GREET,
    INFO,
    INFORM,
    LIST_PROGRAMMES,
    LIST_TRAININGS,
    NLU_FALLBACK,
    OFFICE,
    REGISTER_TRAINING,
    REPEAT,
    REQUEST_CALLBACK,
    RESEARCH,
    SHOW_MORE,
    SUBSCRIBE_ALERTS,
    TALK_TO_HUMAN,
    TRAINING_DETAILS,
)
from actions.programme_questions import about_programme
from actions.reply import Reply

HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        GREET: conversation.greet,
        "goodbye": conversation.goodbye,
        "thank": conversation.thank,
        AFFIRM: conversation.affirm,
        DENY: conversation.deny,
        "bot_challenge": conversation.bot_challenge,
        ASK_HELP: conversation.ask_help,
        CHANGE_LANGUAGE: conversation.change_language,
        REPEAT: conversation.repeat,
        CANCEL: conversation.cancel,
        TALK_TO_HUMAN: people.talk_to_human,
        "complain": people.complain,
        "give_feedback": people.give_feedback,
        "abuse": conversation.abuse,
        "out_of_scope": conversation.out_of_scope,
        INFORM: inform.inform,
        LIST_PROGRAMMES: programme_lists.list_all,
        INFO: about_programme(programme_questions.info),
        ELIGIBILITY: about_programme(programme_questions.eligibility),
        BENEFITS: about_programme(programme_questions.benefits),
        DOCUMENTS: about_programme(programme_questions.documents),
        APPLY: about_programme(programme_questions.apply),
        DEADLINE: about_programme(programme_questions.deadline),
        CHECK_ELIGIBILITY: fit.check,
        COMPARE_PROGRAMMES: comparison.compare,
        APPLICATION_STATUS: people.application_status,
        LIST_TRAININGS: trainings.list_all,
        TRAINING_DETAILS: trainings.details,
        REGISTER_TRAINING: registrations.register,
        "cancel_registration": registrations.cancel,
        "my_registrations": registrations.mine,
        SUBSCRIBE_ALERTS: registrations.subscribe,
        "unsubscribe_alerts": registrations.unsubscribe,
        **{intent: knowledge.about_matter(matter) for intent, matter in MATTERS.items()},
        RESEARCH: research.research,
        OFFICE: offices.office,
        REQUEST_CALLBACK: people.request_callback,
        "ask_privacy": privacy.ask_privacy,
        "delete_my_data": privacy.delete_my_data,
        SHOW_MORE: paging.show_more,
        NLU_FALLBACK: unclear.clarify,
    }
)

# What steers the conversation or is small talk: "say it again" and a bare detail pass over it.
NOT_REMEMBERED: Final = frozenset(
    {
        GREET,
        "goodbye",
        "thank",
        AFFIRM,
        DENY,
        REPEAT,
        CANCEL,
        CHANGE_LANGUAGE,
        INFORM,
        SHOW_MORE,
        NLU_FALLBACK,
        "abuse",
    }
)
# What reaches the staff: said again word for word, never done a second time.
REQUESTS: Final = frozenset(
    {
        TALK_TO_HUMAN,
        "complain",
        "give_feedback",
        APPLICATION_STATUS,
        "cancel_registration",
        "my_registrations",
        SUBSCRIBE_ALERTS,
        "unsubscribe_alerts",
        REQUEST_CALLBACK,
        "delete_my_data",
    }
)


async def answer(enquiry: Enquiry) -> Reply:
    """Answer a question, and note what it was for the questions that follow."""
    meant = await in_its_context(enquiry)
    if meant is not None:
        return await meant.ask(meant.intent, meant.details)
    reply = await HANDLERS[enquiry.intent](enquiry)
    reply.intent = reply.intent or enquiry.intent
    if enquiry.intent in NOT_REMEMBERED:
        return reply
    question = reply.question or Question(enquiry.intent, enquiry.details, enquiry.offset)
    if reply.programme and not question.details.programmes:
        question = replace(
            question, details=replace(question.details, programmes=(reply.programme,))
        )
    if enquiry.intent in REQUESTS or reply.opened_request:
        question = replace(question, said=reply.text)
    reply.question = question
    return reply
