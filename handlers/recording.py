"""A direct seller's draft becomes a direct opportunity: recorded always, and what it meets is said in the same turn."""

from __future__ import annotations

from dataclasses import replace

from handlers.channel_conflict import met_parts, tell_of_recorded, tell_of_similar
from handlers.identity import identify
from handlers.outcome import Outcome, offer
from handlers.ports import Work
from handlers.registration_form import Rules, identity_keys, opportunity
from handlers.reply import Choice, Fact, Facts, Part, Text, Tone
from handlers.state import Conversation, Draft
from handlers.wording import Words
from program.opportunities import Meeting, Met, RecordedOpportunity, meet, worked_on
from program.partners import Role
from program.policy import Ground, Policy
from program.registrations import CustomerFile, DirectOpportunity, Opportunity


def record(work: Work, conversation: Conversation, draft: Draft, rules: Rules) -> Outcome:
    """Writes the opportunity on the customer's file and says whom it meets there. The draft is done with.

    What direct sales work on already is not recorded a second time.
    """
    sale = opportunity(draft, rules)
    identity = identify(work, sale, draft.lookalike)
    done = replace(conversation, draft=None, asked=None, failures=0, cancelled=None)
    known = worked_on(identity.files, sale.family, rules.policy)
    if known:
        parts = _known_already(work, known[0], rules.words)
        return Outcome(parts=parts, conversation=done, state="submitted", draft=draft)
    recorded = _recorded(work, sale)
    met = meet(identity.files, sale.family, policy=rules.policy, at=work.at)
    work.opportunities.add(recorded, identity.files)
    if identity.is_certain:
        work.files.learn(identity.files[0], identity_keys(sale))
    work.files.touch(identity.files)
    work.log.add("opportunity.recorded", recorded.id, policy=rules.policy.version)
    _bring_before_a_person(work, met, rules.policy)
    tell_of_recorded(work, recorded, met, rules.policy)
    tell_of_similar(work, recorded, identity.related, rules.policy)
    parts = (
        Text(text=rules.words("record.done", company=recorded.company, id=recorded.id), tone=Tone.SUCCESS),
        *_known_of(work, sale, identity.files, rules),
        *met_parts(work, met, rules.policy, rules.words),
        *offer([Choice(label=rules.words("choice.show", id=recorded.id), action=f"deals.show/{recorded.id}")]),
    )
    return Outcome(parts=parts, conversation=replace(done, last=recorded.id), state="submitted", draft=draft)


def _recorded(work: Work, sale: Opportunity) -> RecordedOpportunity:
    return RecordedOpportunity(
        id=work.ids.opportunity(),
        seller_id=work.viewer.member.id,
        company=sale.company,
        contact=sale.contact,
        close_date=sale.close_date,
        amount=sale.amount,
        product=sale.product,
        family=sale.family,
        opened_at=work.at,
    )


def _known_already(work: Work, sale: DirectOpportunity, words: Words) -> tuple[Part, ...]:
    if sale.seller_id != work.viewer.member.id:
        return (Text(text=words("record.already_colleague", id=sale.id, name=sale.seller)),)
    choice = Choice(label=words("choice.show", id=sale.id), action=f"deals.show/{sale.id}")
    return (Text(text=words("record.already_mine", id=sale.id)), *offer([choice]))


def _known_of(work: Work, sale: Opportunity, files: tuple[CustomerFile, ...], rules: Rules) -> tuple[Part, ...]:
    """What the vendor knows of the customer: that it buys already, whose named account it is, an exclusive territory it lies in."""
    words = rules.words
    facts = [Fact(label=words("case.is_customer"), value=words("word.yes"))] if any(file.is_customer for file in files) else []
    facts += [Fact(label=words("case.named_account"), value=file.named_account_owner) for file in files if file.named_account_owner]
    if rules.policy.overlap.shows_partner:  # an exclusive territory is a partner's
        facts += [
            Fact(label=words("case.territory"), value=territory.name)
            for territory in work.catalogue.territories()
            if territory.partner_id is not None and territory.covers(sale)
        ]
    return (Facts(facts=tuple(facts)),) if facts else ()


def _bring_before_a_person(work: Work, met: tuple[Met, ...], policy: Policy) -> None:
    """Undecided registrations are decided with the new opportunity in view, by whom the policy names for that."""
    undecided = [each.claim.registration_id for each in met if each.meeting is Meeting.UNDECIDED]
    if policy.routing.deciders[Ground.DIRECT_OPPORTUNITY] is Role.CHANNEL_ADMIN:
        work.registrations.escalate(undecided)
    else:
        work.registrations.reconsider(undecided)
