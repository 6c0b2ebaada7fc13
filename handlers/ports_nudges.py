"""What reminders need of the record: what may be due, which were found, what their readers wish, and who does without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from program.governor import OwnHours, Wishes
from program.partners import Member, Partner
from program.policy_nudges import NudgeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Something that a reminder may be due of. `on` is a day, or an instant (aware UTC) whose day in the IANA zone is meant."""

    kind: NudgeKind
    subject: str
    partner_id: str | None
    zone: str
    on: date | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """A reminder for one reader. `id` is 0 before it is kept; `times` is how often it was put off by its reader."""

    id: int
    key: str
    kind: NudgeKind
    subject: str
    partner_id: str | None
    member_id: str
    step: int
    day: date
    due_at: datetime
    times: int = 0

    @property
    def message_key(self) -> str:
        """Under which a message that begins with it goes out: once for each time that it is due."""
        again = f":{self.times}" if self.times else ""
        return f"{self.key}:{self.member_id}{again}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whoever gets reminders: their company, what they wish, and when they were sent some in the last eight days."""

    member: Member
    partner: Partner | None
    wishes: Wishes
    told: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A partner in the measure of a kind: whether it did without, since when, and when it won its first deal after that."""

    partner_id: str
    is_held_out: bool
    since: datetime
    won_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Of which partners something waits for a person, and how many protections end, by partner."""

    reviews: frozenset[str]
    questions: frozenset[str]
    disputes: frozenset[str]
    ending: Mapping[str, int]


class Nudges(Protocol):
    """Reminders, for what happens by rule; `wishes` and what sets them are anybody's own."""

    # ── finding ──────────────────────────────────────────────────────────────────────────────────────────────────────────
    def enrol(self) -> None:
        """Every partner has a day of joining: those who had none get the one on which they are first known."""
        ...

    def seen(self, kind: NudgeKind, days: Sequence[tuple[date, date]]) -> tuple[Seen, ...]:
        """What of the kind may be due because its day lies between these, both included, or a day beside them."""
        ...

    def seen_of(self, kind: NudgeKind, subjects: Sequence[str]) -> tuple[Seen, ...]:
        """What still stands of these, wherever its day lies; what is done is left out."""
        ...

    def unknown(self, keys: Sequence[str]) -> frozenset[str]:
        """Those of the keys under which nothing was found yet."""
        ...

    def people_of(self, partner_ids: Sequence[str]) -> Mapping[str, tuple[Member, ...]]:
        """The active members of each partner."""
        ...

    def partners_of(self, partner_ids: Sequence[str]) -> Mapping[str, Partner]: ...
    def registrants(self, registration_ids: Sequence[str]) -> Mapping[str, str]:
        """Who registered each, by the member's id."""
        ...

    def lots(self, kind: NudgeKind, partner_ids: Sequence[str]) -> Mapping[str, bool]:
        """Whether each that has drawn does without."""
        ...

    def draw(self, kind: NudgeKind, lots: Mapping[str, bool]) -> None: ...
    def keep(self, nudges: Sequence[Nudge], *, held_out: bool = False) -> None:
        """Keeps what is not there under its key for its reader."""
        ...

    # ── sending ──────────────────────────────────────────────────────────────────────────────────────────────────────────
    def readers_due(self, most: int) -> tuple[str, ...]:
        """Members for whom something is due, those who have waited longest first."""
        ...

    def readers(self, member_ids: Sequence[str]) -> Mapping[str, Reader]: ...
    def waiting(self, member_ids: Sequence[str]) -> Mapping[str, tuple[Nudge, ...]]:
        """What is due for each, the oldest first."""
        ...

    def of_message(self, message_key: str) -> tuple[Nudge, ...]:
        """What a message that goes out tells."""
        ...

    def take(self, messages: Mapping[str, Sequence[Nudge]]) -> frozenset[str]:
        """They go out in the messages of these keys; the keys of those of which all waited. Of the others nothing is changed."""
        ...

    def postpone(self, nudges: Sequence[Nudge], until: datetime) -> None: ...
    def drop(self, nudges: Sequence[Nudge], why: str) -> None: ...

    # ── what readers wish ────────────────────────────────────────────────────────────────────────────────────────────────
    def wishes(self, member_id: str) -> Wishes: ...
    def stop(self, member_id: str, kinds: Sequence[NudgeKind]) -> None: ...
    def allow(self, member_id: str, kinds: Sequence[NudgeKind]) -> None: ...
    def keep_quiet(self, member_id: str, quiet: OwnHours | None) -> None:
        """Own quiet hours; None: the policy's alone."""
        ...

    def put_off(self, member_id: str, until: datetime | None) -> None:
        """Nothing before the instant, when what was told last comes again; None: no longer."""
        ...

    # ── what partner managers are told ───────────────────────────────────────────────────────────────────────────────────
    def waits(self, *, ends_before: datetime) -> Waits:
        """Of all partners, in one question for many readers; whoever reads the rest of it is shown what they may see."""
        ...

    def ending(self, partner_ids: Sequence[str], *, before: datetime) -> tuple[tuple[str, str, datetime], ...]:
        """Deals whose protection ends before the instant, with their partner and that end, the next first."""
        ...

    def without_deal(self, partner_ids: Sequence[str], *, joined_by: date) -> tuple[tuple[str, date], ...]:
        """Partners that joined by the day and have won nothing, with their day, the longest there first."""
        ...

    # ── measuring ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def followed(self, kind: NudgeKind, partner_ids: Sequence[str] | None = None) -> tuple[Followed, ...]:
        """Partners who drew a lot before they had won a deal."""
        ...
