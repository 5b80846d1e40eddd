"""Whether every message was answered exactly once and in order: the desk's tables beside what the
providers were really sent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Final

from bench.faults_rows import Rows, Shown
from bench.faults_talk import TICKET, Talk
from bot.channels.telegram.rendering import render
from bot.messages import BotMessage, Button
from bot.tables import (
    DEAD,
    DONE,
    FAILED,
    SENT,
    Delivery,
    DeliveryStatus,
    Message,
)

_CLOSED: Final = (DONE, FAILED)
_ARRIVED: Final = (DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.READ)


@dataclass
class Verdict:
    """The figures of a run; the names are the table's."""

    messages: int = 0
    acknowledged: int = 0
    answered_once: int = 0
    apologies: int = 0
    dead_unsure: int = 0
    dead_final: int = 0
    twice: int = 0
    lost: int = 0
    out_of_order: int = 0
    tickets: int = 0
    tickets_wrong: int = 0
    longest_wait: float = 0.0
    remarks: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Nothing lost, doubled or out of order."""
        return not (self.twice or self.lost or self.out_of_order or self.tickets_wrong)


def judge(
    talk: Talk, rows: Rows, shown: Sequence[Shown], tickets: Mapping[str, int], verdict: Verdict
) -> None:
    """Add one conversation to the verdict."""
    verdict.messages += len(talk.said)
    _Conversation(talk, rows, shown, verdict).judge(tickets)


class _Conversation:
    """The comparison of one conversation."""

    def __init__(self, talk: Talk, rows: Rows, shown: Sequence[Shown], verdict: Verdict) -> None:
        self._talk, self._rows, self._shown, self._verdict = talk, rows, shown, verdict
        self._times: Counter[int] = Counter()
        """How often each delivery was seen at the provider."""
        self._first: dict[int, float] = {}
        """When the first part of each message was."""

    def judge(self, tickets: Mapping[str, int]) -> None:
        self._match()
        for said in self._talk.said:
            row = self._rows.came.get(said.external_id)
            if row is None:
                self._note("lost", f"{said.external_id} is not in the inbox")
                continue
            self._question(row)
            if said.text == TICKET:
                self._ticket(row, tickets)
        self._in_order()

    def _match(self) -> None:
        """Find the delivery of everything that the provider was sent."""
        places = []
        for one in self._shown:
            found = self._delivery_of(one)
            if found is None:
                self._note("twice", f"{one.provider_id} was sent beside what the outbox knows")
                continue
            message, delivery = found
            self._times[delivery.id] += 1
            self._first.setdefault(message.id, one.at)
            places.append((message.position, delivery.part))
            if self._times[delivery.id] > 1:
                self._note("twice", f"position {message.position} part {delivery.part}")
        if places != sorted(places):
            self._note("out_of_order", f"sent in the order {places}")

    def _delivery_of(self, one: Shown) -> tuple[Message, Delivery] | None:
        unsure = []
        for message in self._rows.went:
            for delivery in self._rows.deliveries[message.id]:
                if one.tag == f"rahbar:{delivery.id}" or (
                    one.tag is None and delivery.provider_id == one.provider_id
                ):
                    return message, delivery
                if delivery.status == DeliveryStatus.SENDING and not self._times[delivery.id]:
                    unsure.append((message, delivery))
        # The answer to the call was lost: then the words tell which of the unsure ones it is.
        return next((each for each in unsure if one.text == _text(*each)), None)

    def _question(self, row: Message) -> None:
        self._verdict.acknowledged += 1
        answers = [one for one in self._rows.went if one.reply_to == row.id]
        if row.status not in _CLOSED or not answers:
            self._note("lost", f"position {row.position} is {row.status}, {len(answers)} answers")
            return
        positions = [one.position for one in answers]
        if positions != list(range(positions[0], positions[0] + len(positions))):
            self._note("twice", f"position {row.position} is answered at {positions}")
        if row.status == FAILED:
            self._verdict.apologies += 1
        wholes = [self._is_whole(answer) for answer in answers]
        self._verdict.answered_once += all(wholes)
        if answers[0].id in self._first:
            came = row.created_at.astimezone(UTC).timestamp()
            waited = self._first[answers[0].id] - came
            self._verdict.longest_wait = max(self._verdict.longest_wait, waited)

    def _is_whole(self, answer: Message) -> bool:
        """Whether the provider has all of an answer; else it must be a dead letter."""
        deliveries = self._rows.deliveries[answer.id]
        if answer.status == DEAD:
            is_unsure = any(one.status == DeliveryStatus.SENDING for one in deliveries)
            self._verdict.dead_unsure += is_unsure
            self._verdict.dead_final += not is_unsure
            return False
        gone = [one for one in deliveries if not self._times[one.id]]
        if answer.status != SENT or gone or not deliveries:
            self._note("lost", f"answer {answer.position} is {answer.status}, not at the provider")
            return False
        return True

    def _ticket(self, row: Message, tickets: Mapping[str, int]) -> None:
        opened = tickets.get(f"{row.conversation_id}#{row.position}", 0)
        self._verdict.tickets += opened
        if opened > 1 or (opened == 0 and row.status == DONE):
            self._verdict.tickets_wrong += 1
            self._remark(f"position {row.position} opened {opened} tickets")

    def _in_order(self) -> None:
        places = {row.id: row.position for row in self._rows.came.values()}
        answered = [places[one.reply_to] for one in self._rows.went if one.reply_to]
        if answered != sorted(answered):
            self._note("out_of_order", f"answered in the order {answered}")
        came = [
            self._rows.came[said.external_id].position
            for said in self._talk.said
            if said.external_id in self._rows.came
        ]
        if not self._talk.is_shuffled and came != sorted(came):
            self._note("out_of_order", f"stored in the order {came}")

    def _note(self, what: str, remark: str) -> None:
        setattr(self._verdict, what, getattr(self._verdict, what) + 1)
        self._remark(f"{what}: {remark}")

    def _remark(self, remark: str) -> None:
        self._verdict.remarks.append(f"{self._talk.channel}:{self._talk.address} {remark}")


def _text(message: Message, delivery: Delivery) -> str:
    """The words of one part as Telegram shows them."""
    buttons = tuple(Button(one["title"], one["payload"]) for one in message.buttons or ())
    parts = render(BotMessage(message.text, buttons))
    return str(parts[delivery.part].body["text"]).strip()
