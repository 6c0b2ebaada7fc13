"""Deciding a case: for the partner, shared with direct sales, or against it; whatever stands against it is decided with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from handlers.approval_cards import ask_for
from handlers.case import Case, open_case, partner_named_in, to_decide
from handlers.clauses import clause_sources
from handlers.decided_notices import tell_approved, tell_declined, tell_direct, tell_shared
from handlers.outcome import Outcome, say
from handlers.ports import Work
from handlers.reply import Choice, Choices, Fact, Facts, Option, Part, Text, Tone
from handlers.reviewing import again_without, case_shown
from handlers.state import Conversation
from handlers.steps import Asked, Question, Step, begin
from handlers.wording import Words
from program.awarding import award, shared
from program.conflicts import Advice, declined, is_first, share
from program.deciding import reason_for
from program.lifecycle import Refused
from program.policy import Ground
from program.registrations import DirectOpportunity, Reason, Registration, Status


def approve(work: Work, conversation: Conversation, registration_id: str, mark: str = "") -> Outcome:
    """Approves a case, which declines its rivals. `mark` is that of the case as the person saw it; a changed one is shown again.

    Whoever gives the customer to a partner that was not the first to register says why.
    """
    case = to_decide(work, registration_id)
    if not isinstance(case, Case):
        return Outcome(parts=case, conversation=replace(conversation, pending=None))
    if mark and mark != case.mark:
        again = case_shown(work, conversation, case)
        changed = Text(text=Words.of(work.viewer.member)("review.changed"), tone=Tone.WARNING)
        return replace(again, parts=(changed, *again.parts))
    if _rivals(work, case) is None:
        return _hand_up(work, conversation, case)
    if not is_first(case.registration, case.rivals):
        return begin(work, conversation, AWARD, case.registration.id)
    return _award(work, conversation, case)


def _award(
    work: Work, conversation: Conversation, case: Case, *, note: str = "", direct: DirectOpportunity | None = None
) -> Outcome:
    """Carries the decision out, for all whom it concerns or, where the viewer may not decide all of it, for nobody."""
    words, registration, by = Words.of(work.viewer.member), case.registration, work.viewer.member.id
    split = share(registration, direct, case.policy) if direct else None
    found = award(registration, case.partner, case.files, policy=case.policy, at=work.at, by=by, split=split)
    if isinstance(found, Refused):
        lead = Text(text=words("review.rival_protected", company=registration.opportunity.company), tone=Tone.WARNING)
        sources = clause_sources([reason.clause for reason in found.reasons], case.policy, words)
        return Outcome(parts=(lead, sources), conversation=conversation)
    rivals = _rivals(work, case)
    if rivals is None:
        return _hand_up(work, conversation, case)
    after = found.approved
    work.registrations.change(after)
    for claim, reason in found.against:
        _decline(work, rivals[claim.registration_id], (reason,), note if reason.ground is Ground.CRITERIA else "")
    work.files.touch(case.files)
    work.log.add("registration.approved", after.id, clause=_clauses(after))
    _log_shares(work, case, after)
    tell_approved(work, case, after)
    tell_direct(work, case, after, Advice.SPLIT if split else Advice.APPROVE)
    return say(replace(conversation, pending=None), *_said(work, case, after, len(rivals), words), tone=Tone.SUCCESS)


def _rivals(work: Work, case: Case) -> dict[str, Registration] | None:
    """The registrations that an award declines, by their ids; None when there is one that is not the viewer's to decide."""
    found = {claim.registration_id: work.registrations.get(claim.registration_id) for claim in case.rivals}
    rivals = {id: rival for id, rival in found.items() if rival is not None and work.viewer.may_decide(rival)}
    return rivals if len(rivals) == len(found) else None


def _said(work: Work, case: Case, after: Registration, declined_rivals: int, words: Words) -> tuple[str, ...]:
    protected = after.protected
    if protected is None:
        raise ValueError("an approval has a protected period")
    until = words.day(protected.last_day(case.partner.zone))
    company = after.opportunity.company
    sentences = [words("review.approved", company=company, partner=case.partner.name, until=until, id=after.id)]
    if after.split:
        sentences.append(words("split.done", **_percents(after, words)))
    if declined_rivals:
        sentences.append(words.count("award.declined", declined_rivals))
    return tuple(sentences)


def _decline(work: Work, registration: Registration, reasons: tuple[Reason, ...], note: str) -> Registration:
    """Declines one registration and tells its partner; the customer's files are the caller's."""
    partner = work.people.partner(registration.partner_id)
    if partner is None:
        raise LookupError("whoever decides a registration sees its partner")
    policy = work.program.version(registration.policy_version)
    reasons = tuple(reason_for(reason.ground, policy) for reason in reasons)  # the clause as its own version numbers it
    after = declined(registration, at=work.at, by=work.viewer.member.id, note=note, reasons=reasons)
    work.registrations.change(after)
    work.log.add("registration.declined", after.id, clause=_clauses(after), reason=note)
    tell_declined(work, after, partner, policy, reasons or registration.reasons)
    return after


def _hand_up(work: Work, conversation: Conversation, case: Case) -> Outcome:
    """Somebody else's partner is concerned: the whole conflict goes to the channel admins."""
    words, registration = Words.of(work.viewer.member), case.registration
    ids = (registration.id, *(claim.registration_id for claim in case.rivals))
    work.registrations.escalate(ids)
    work.files.touch(case.files)
    for id in ids:
        work.log.add("registration.escalated", id)
    show = f"review.show/{registration.id}"
    ask_for(
        work,
        registration,
        work.people.channel_admins(),
        key=f"registration.escalated:{registration.id}:{registration.revision}",
        lead="referred",
        compose=lambda their: (
            Text(text=their("notice.referred", company=registration.opportunity.company, id=registration.id)),
            Choices(choices=(Choice(label=their("choice.show", id=registration.id), action=show, style="primary"),)),
        ),
    )
    lead = Text(text=words("award.handed_up", company=registration.opportunity.company))
    sources = clause_sources([case.policy.clause(Ground.CROSS_PORTFOLIO).id], case.policy, words)
    return Outcome(parts=(lead, sources), conversation=replace(conversation, pending=None))


def _clauses(registration: Registration) -> str:
    """The clauses that the decision touches, for the log."""
    return ",".join(dict.fromkeys(reason.clause for reason in registration.reasons))


def _log_shares(work: Work, case: Case, after: Registration) -> None:
    """The shares of a shared deal, as a step of its own: an approval is one, shared or not."""
    if after.split is not None:
        percent = after.split.partner_percent
        clause = case.policy.clause(Ground.SPLIT).id
        shares = f"{percent}/{100 - percent}"
        work.log.add("registration.shared", after.id, clause=clause, shares=shares, opportunity=after.split.opportunity_id)


def _percents(registration: Registration, words: Words) -> dict[str, str]:
    percent = registration.split.partner_percent if registration.split else 100
    return {"percent": words.number(percent), "rest": words.number(100 - percent)}


# ── in words: why against the order of registration, why declined ───────────────────────────────────────────────────────
def _ask_words(work: Work, registration_id: str, *, verb: str) -> Asked | tuple[Part, ...]:
    case = to_decide(work, registration_id)
    if not isinstance(case, Case):
        return case
    words = Words.of(work.viewer.member)
    return Asked(
        title=words(f"{verb}.ask", company=case.registration.opportunity.company),
        submit=words(f"{verb}.submit"),
        questions=(Question(name="text", label=words(f"{verb}.label")),),
    )


def _do_award(work: Work, conversation: Conversation, registration_id: str, values: Mapping[str, str]) -> Outcome:
    case = to_decide(work, registration_id)
    if not isinstance(case, Case):
        return Outcome(parts=case, conversation=conversation)
    named = partner_named_in(work, case, values["text"], everybody=True)
    if named is not None:
        return again_without(work, conversation, AWARD, case, named)
    return _award(work, conversation, case, note=values["text"])


def _do_decline(work: Work, conversation: Conversation, registration_id: str, values: Mapping[str, str]) -> Outcome:
    """Declines a case with a reason that the partner is told, and the clause of the proposal where that says the same."""
    case = to_decide(work, registration_id)
    if not isinstance(case, Case):
        return Outcome(parts=case, conversation=conversation)
    named = partner_named_in(work, case, values["text"])
    if named is not None:
        return again_without(work, conversation, DECLINE, case, named)
    proposal = case.proposal
    reasons = (proposal.reason,) if proposal.advice is Advice.DECLINE else ()
    after = _decline(work, case.registration, reasons, values["text"])
    work.files.touch(case.files)
    tell_direct(work, case, after, Advice.DECLINE)
    return say(conversation, Words.of(work.viewer.member)("review.declined", company=after.opportunity.company, id=after.id))


# ── sharing with direct sales ────────────────────────────────────────────────────────────────────────────────────────────
def _to_share(work: Work, registration_id: str) -> Case | tuple[Part, ...]:
    """A case, or a protected registration of the viewer's, whose customer direct sales works on; or why it cannot be shared."""
    words = Words.of(work.viewer.member)
    registration = work.registrations.get(registration_id)
    protected = registration is not None and registration.status_at(work.at) is Status.APPROVED and registration.split is None
    if registration is not None and protected and work.viewer.may_decide(registration):
        case: Case | tuple[Part, ...] = open_case(work, registration)
    else:
        case = to_decide(work, registration_id)
    if isinstance(case, Case) and not case.direct:
        sources = clause_sources([case.policy.clause(Ground.SPLIT).id], case.policy, words)
        return (Text(text=words("split.nobody", company=case.registration.opportunity.company)), sources)
    return case


def _ask_split(work: Work, registration_id: str) -> Asked | tuple[Part, ...]:
    """The shares are the policy's: nothing to say but yes, and, of several direct opportunities, which."""
    case = _to_share(work, registration_id)
    if not isinstance(case, Case):
        return case
    words, registration = Words.of(work.viewer.member), case.registration
    shares = []
    for sale in case.direct:
        split = share(registration, sale, case.policy)
        percents = {"percent": words.number(split.partner_percent), "rest": words.number(100 - split.partner_percent)}
        text = words(f"split.{split.sourced.value}", partner=case.partner.name, seller=sale.seller, **percents)
        shares.append(Option(value=sale.id, label=text))
    question = Question(name="opportunity", label=words("split.label"), options=tuple(shares), known=shares[0].value)
    return Asked(
        title=words("split.ask", company=registration.opportunity.company),
        submit=words("split.submit"),
        questions=(
            *((question,) if len(shares) > 1 else ()),
            *(() if is_first(registration, case.rivals) else (Question(name="text", label=words("split.reason")),)),
        ),
        confirm=True,
        about=(
            *((Facts(facts=(Fact(label=words("split.label"), value=shares[0].label),)),) if len(shares) == 1 else ()),
            clause_sources([case.policy.clause(Ground.SPLIT).id], case.policy, words),
        ),
    )


def _do_split(work: Work, conversation: Conversation, registration_id: str, values: Mapping[str, str]) -> Outcome:
    case = _to_share(work, registration_id)
    if not isinstance(case, Case):
        return Outcome(parts=case, conversation=conversation)
    direct = next((sale for sale in case.direct if sale.id == values.get("opportunity")), case.direct[0])
    note = values.get("text", "")
    named = partner_named_in(work, case, note, everybody=True)
    if named is not None:
        return again_without(work, conversation, SPLIT, case, named)
    if case.registration.status is not Status.APPROVED:
        return _award(work, conversation, case, note=note, direct=direct)
    words = Words.of(work.viewer.member)
    after = shared(case.registration, share(case.registration, direct, case.policy), policy=case.policy, at=work.at)
    if isinstance(after, Refused):
        return say(conversation, words("review.not_decided", status=words(f"status.{case.registration.status_at(work.at).value}")))
    work.registrations.change(after)
    work.files.touch(case.files)
    _log_shares(work, case, after)
    tell_shared(work, case, after)
    tell_direct(work, case, after, Advice.SPLIT)
    return say(conversation, words("split.done", **_percents(after, words)), tone=Tone.SUCCESS)


AWARD: Final = Step(verb="award", ask=partial(_ask_words, verb="award"), do=_do_award)
DECLINE: Final = Step(verb="decline", ask=partial(_ask_words, verb="decline"), do=_do_decline)
SPLIT: Final = Step(verb="split", ask=_ask_split, do=_do_split)
