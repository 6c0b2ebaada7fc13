"""Where a member's conversation stands: the draft in progress, what was just asked or offered, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final

from handlers.reply import Choice
from handlers.understanding.readings import Slot

#: How many changes of a draft can be taken back.
UNDO_DEPTH: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """A known customer with a name like the one given (`asked_for`), and how they relate: a Relation, "" before it is known.

    `hint` is what may be said of its name. Without a `file_id` there is none: it was looked for and not found.
    """

    asked_for: str
    file_id: str = ""
    hint: str = ""
    answer: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.file_id) and not self.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A registration in progress. `values` are canonical (readings.SlotReading), `words` what the person wrote for them.

    `doubts` are slots with more than one possible value, which are asked back; `assumed` were not said but set by us. `version`
    counts the changes, so that a summary shown earlier cannot confirm what came later; `before` are the earlier contents, newest
    last. `partner_id` is the partner that the vendor's person registers for, `renews` the won registration that is renewed.
    """

    id: str
    version: int = 1
    values: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    doubts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()
    before: tuple[Mapping[str, Any], ...] = ()
    lookalike: Lookalike | None = None
    partner_id: str | None = None
    renews: str | None = None

    def get(self, slot: Slot) -> str | None:
        return self.values.get(slot.value)

    def changed(
        self,
        *,
        values: Mapping[str, str],
        words: Mapping[str, str],
        doubts: Mapping[str, tuple[str, ...]],
        assumed: tuple[str, ...],
    ) -> Draft:
        """The draft with new contents, the old ones kept for undo; itself when nothing differs."""
        after = replace(self, values=dict(values), words=dict(words), doubts=dict(doubts), assumed=assumed)
        if after == self:
            return self
        return after._following(self)

    def answered(self, answer: str) -> Draft:
        """The draft once the seller has said how its customer relates to the similar one."""
        if self.lookalike is None:
            raise ValueError("there was nothing to answer")
        return replace(self, lookalike=replace(self.lookalike, answer=answer))._following(self)

    def undone(self) -> Draft | None:
        """The draft before its last change, None when there was none."""
        if not self.before:
            return None
        last = self.before[-1]
        return replace(
            self,
            version=self.version + 1,
            before=self.before[:-1],
            values=last["values"],
            words=last["words"],
            doubts={slot: tuple(options) for slot, options in last["doubts"].items()},
            assumed=tuple(last["assumed"]),
            lookalike=_load_lookalike(last["lookalike"]),
        )

    def _following(self, earlier: Draft) -> Draft:
        before = (*earlier.before, earlier._content())[-UNDO_DEPTH:]
        return replace(self, version=earlier.version + 1, before=before)

    def _content(self) -> dict[str, Any]:
        return {
            "values": dict(self.values),
            "words": dict(self.words),
            "doubts": dict(self.doubts),
            "assumed": self.assumed,
            "lookalike": _dump_lookalike(self.lookalike),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A question other than the draft's that waits for its answer: `kind` is the step's verb, `subject` what it is about.

    `values` are the answers so far, canonical, `asked` the question that is open ("": only the yes), `failures` how often in a row
    an answer did not help.
    """

    kind: str
    subject: str
    values: Mapping[str, str] = field(default_factory=dict)
    asked: str = ""
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """All that is remembered between two turns of a member.

    `asked` is the slot that the last reply asked for, `failures` how often in a row it was not answered; `offered` are the
    choices of the last reply that had any; `queue` are further deals named in one message; `cancelled` is the draft that "undo"
    brings back; `last` the registration submitted last. `language` is the one the member writes at the moment, None for the one
    they chose. `questions` are those put to the library just before, newest last; none once something else was talked about.
    """

    draft: Draft | None = None
    asked: Slot | None = None
    failures: int = 0
    offered: tuple[Choice, ...] = ()
    queue: tuple[Mapping[str, str], ...] = ()
    cancelled: Draft | None = None
    pending: Pending | None = None
    last: str | None = None
    language: str | None = None
    questions: tuple[str, ...] = ()


def dump(conversation: Conversation) -> dict[str, Any]:
    """The conversation as JSON values only."""
    draft, cancelled, pending = conversation.draft, conversation.cancelled, conversation.pending
    return {
        "draft": None if draft is None else _dump_draft(draft),
        "asked": conversation.asked.value if conversation.asked else None,
        "failures": conversation.failures,
        "offered": [[choice.label, choice.action] for choice in conversation.offered],
        "queue": [dict(values) for values in conversation.queue],
        "cancelled": None if cancelled is None else _dump_draft(cancelled),
        "pending": None if pending is None else asdict(replace(pending, values=dict(pending.values))),
        "last": conversation.last,
        "language": conversation.language,
        "questions": list(conversation.questions),
    }


def load(value: Mapping[str, Any]) -> Conversation:
    """The conversation that `dump` made the value from; what the value does not have yet is as in a fresh one."""
    fresh, pending = Conversation(), value.get("pending")
    return Conversation(
        draft=_load_draft(value.get("draft")),
        asked=Slot(value["asked"]) if value.get("asked") else None,
        failures=value.get("failures", fresh.failures),
        offered=tuple(Choice(label=label, action=action) for label, action in value.get("offered", ())),
        queue=tuple(value.get("queue", ())),
        cancelled=_load_draft(value.get("cancelled")),
        pending=None if pending is None else Pending(**pending),
        last=value.get("last"),
        language=value.get("language"),
        questions=tuple(value.get("questions", ())),
    )


def _dump_draft(draft: Draft) -> dict[str, Any]:
    return {item.name: getattr(draft, item.name) for item in fields(draft)} | {"lookalike": _dump_lookalike(draft.lookalike)}


def _load_draft(value: Mapping[str, Any] | None) -> Draft | None:
    if value is None:
        return None
    doubts = {slot: tuple(options) for slot, options in value["doubts"].items()}
    lookalike = _load_lookalike(value["lookalike"])
    kept = {"doubts": doubts, "assumed": tuple(value["assumed"]), "before": tuple(value["before"]), "lookalike": lookalike}
    return Draft(**{**value, **kept})


def _dump_lookalike(lookalike: Lookalike | None) -> dict[str, str] | None:
    return None if lookalike is None else asdict(lookalike)


def _load_lookalike(value: Mapping[str, str] | None) -> Lookalike | None:
    return None if value is None else Lookalike(**value)
