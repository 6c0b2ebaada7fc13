"""Who is who: invitations by single-use codes, "link CODE" binds a chat account, unlinking ends access at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from email_validator import EmailNotValidError, validate_email

from handlers.message import Sender
from handlers.outcome import Outcome, offer, say
from handlers.ports import Ids, Links, Work
from handlers.reply import Choice, Fact, Facts, Part, Table, Text, Tone
from handlers.state import Conversation
from handlers.transferring import open_deals_of
from handlers.understanding.text import fold
from handlers.wording import Words
from program.access import Act
from program.partners import Member, Partner, Role
from program.policy import AccessRules

#: Letters and digits that nobody mixes up.
CODE_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH: Final = 12
#: A list shows so many members at once.
LISTED: Final = 20

_ROLE_WORDS: Final = (
    (Role.PARTNER_ADMIN, ("partner admin", "partner-admin", "administrator", "admin")),
    (Role.PARTNER_MANAGER, ("partner manager", "partnermanager", "partner-manager", "pam", "cam")),
    (Role.DIRECT_SELLER, ("direct seller", "direct", "direktvertrieb", "direkt")),
    (Role.CHANNEL_ADMIN, ("channel admin", "channel-admin", "channeladmin")),
    (Role.SELLER, ("seller", "sales", "verkaeufer", "vertrieb")),
)


def code_hash(code: str) -> str:
    """What is stored of a code. Case, spaces and hyphens do not count."""
    plain = "".join(letter for letter in code.upper() if letter in CODE_ALPHABET)
    return sha256(plain.encode("ascii")).hexdigest()


def shown_code(code: str) -> str:
    """The code in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


class TooManyAttempts(Exception):
    """The account has tried too many codes within the hour."""


def issue_code(links: Links, ids: Ids, member_id: str, *, rules: AccessRules, at: datetime) -> str:
    """A fresh code for the member, shown once; earlier ones are void."""
    code = ids.code()
    links.add_code(code_hash(code), member_id, at + timedelta(hours=rules.code_hours))
    return shown_code(code)


def link(links: Links, sender: Sender, code: str, *, rules: AccessRules, at: datetime) -> str | None:
    """Binds the account to the member whom the code was made for, and returns that member's id; None for a code that is not valid.

    Raises TooManyAttempts when the account has tried as many codes within the last hour as the policy allows.
    """
    if links.attempts_since(sender, at - timedelta(hours=1)) >= rules.attempts_per_hour:
        raise TooManyAttempts
    links.note_attempt(sender)
    member_id = links.take_code(code_hash(code))
    if member_id is not None:
        links.bind(sender, member_id)
    return member_id


def link_again(work: Work, conversation: Conversation, sender: Sender, code: str) -> Outcome:
    """A code used from an account that is bound already: it moves over to the member whom the code was made for."""
    words = Words.of(work.viewer.member)
    try:
        member_id = link(work.links, sender, code, rules=work.program.in_force(work.at).access, at=work.at)
    except TooManyAttempts:
        return say(conversation, words("link.too_many"))
    if member_id is None:
        return say(conversation, words("link.invalid"))
    work.log.add("member.linked", member_id, chat=sender.chat)
    return say(conversation, words("link.moved"))


def unlink(work: Work, conversation: Conversation, sender: Sender) -> Outcome:
    """Ends this account's access at once."""
    work.links.unbind(sender)
    work.log.add("member.unlinked", work.viewer.member.id, chat=sender.chat)
    return say(conversation, Words.of(work.viewer.member)("link.unlinked"))


def invite(work: Work, conversation: Conversation, email: str, how: str) -> Outcome:
    """Invites somebody by e-mail address: a code for the inviter to pass on. `how` holds the words on role and partner."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.INVITE):
        return say(conversation, words("invite.not_allowed"))
    address = read_address(email)
    if address is None:
        return say(conversation, words("invite.how"))
    role = read_role(how) or Role.SELLER
    partner = _partner_meant(work, how) if role.is_partner_side else None
    if role.is_partner_side and partner is None:
        return say(conversation, words("invite.which_partner", email=address))
    partner_id = partner.id if partner else None
    if not work.viewer.may_invite(role, partner_id):
        return say(conversation, words("invite.not_allowed"))
    known = work.people.by_email(address)
    if known is not None and (known.partner_id != partner_id or known.role is not role):
        return say(conversation, words("invite.is_somebody", email=address))
    if known is None and work.people.email_is_taken(address):
        return say(conversation, words("invite.not_here", email=address))
    member = known or new_member(work, address, role, partner)
    if known is None:
        work.people.add(member)
    rules = work.program.in_force(work.at).access
    member = work.people.by_email(address) or member  # somebody who left comes back under their old id
    code = issue_code(work.links, work.ids, member.id, rules=rules, at=work.at)
    work.log.add("member.invited", member.id, role=role.value)
    facts = (
        Fact(label=words("fact.person"), value=address),
        Fact(label=words("fact.role"), value=words(f"role.{role.value}")),
        Fact(label=words("fact.says"), value=f"link {code}"),
        Fact(label=words("fact.valid"), value=words.count("note.hours", rules.code_hours)),
    )
    return Outcome(parts=(Text(text=words("invite.done"), tone=Tone.SUCCESS), Facts(facts=facts)), conversation=conversation)


def new_member(work: Work, address: str, role: Role, partner: Partner | None) -> Member:
    """A member as known from an address alone: named by it, in the language and zone of whoever invites."""
    inviter = work.viewer.member
    return Member(
        id=work.ids.member(),
        partner_id=partner.id if partner else None,
        name=name_from(address),
        email=address,
        role=role,
        language=inviter.language,
        zone=partner.zone if partner else inviter.zone,
    )


def list_members(work: Work, conversation: Conversation) -> Outcome:
    """The members of the viewer's own company, or of every partner in the portfolio."""
    words = Words.of(work.viewer.member)
    if not work.viewer.may(Act.LIST_MEMBERS):
        return say(conversation, words("members.not_allowed"))
    partners = (work.viewer.partner,) if work.viewer.partner else work.people.partners()
    rows = [
        (member.name, member.email, words(f"role.{member.role.value}"), partner.name)
        for partner in partners
        for member in work.people.colleagues(partner.id)
    ]
    if not rows:
        return say(conversation, words("members.none"))
    columns = tuple(words(f"column.{name}") for name in ("name", "email", "role", "partner"))
    parts: list[Part] = [Table(caption=words.count("members.caption", len(rows)), columns=columns, rows=tuple(rows[:LISTED]))]
    if len(rows) > LISTED:
        parts.append(Text(text=words("members.more", shown=words.number(LISTED), total=words.number(len(rows))), tone=Tone.HINT))
    return Outcome(parts=tuple(parts), conversation=conversation)


def ask_to_remove(work: Work, conversation: Conversation, email: str) -> Outcome:
    """Asks once more before somebody loses access."""
    words = Words.of(work.viewer.member)
    member = _removable(work, email)
    if member is None:
        return say(conversation, words("members.cannot_remove", email=email[:60]))
    choices = [
        Choice(label=words("choice.remove", name=member.name), action=f"members.remove/{member.id}", style="danger"),
        Choice(label=words("choice.keep"), action="members.list"),
    ]
    held, hand_over = open_deals_of(work, member)
    parts = offer([*hand_over, *choices], words("members.sure", name=member.name))
    return Outcome(parts=(*held, *parts), conversation=conversation)


def remove(work: Work, conversation: Conversation, member_id: str) -> Outcome:
    """Ends a member's access in every chat at once; what they registered stays with the company."""
    words = Words.of(work.viewer.member)
    found = work.people.member(member_id)
    member = _removable(work, found.email) if found else None
    if member is None:
        return say(conversation, words("members.cannot_remove", email=""))
    held, hand_over = open_deals_of(work, member)
    work.people.deactivate(member.id)
    work.log.add("member.removed", member.id)
    removed = Text(text=words("members.removed", name=member.name))
    return Outcome(parts=(removed, *held, *offer(hand_over)), conversation=conversation)


def read_address(text: str) -> str | None:
    """A valid e-mail address in lower case, or None. Nothing is asked of the network."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.casefold()
    except EmailNotValidError:
        return None


def read_role(text: str) -> Role | None:
    """The role that the words name, None when they name none."""
    folded = f" {fold(text)} "
    for role, names in sorted(_ROLE_WORDS, key=lambda entry: -max(map(len, entry[1]))):
        if any(f" {name} " in folded for name in names):
            return role
    return None


def name_from(address: str) -> str:
    """A name to call somebody by until we know better: the words before the @."""
    return (
        " ".join(part.capitalize() for part in address.partition("@")[0].replace("_", ".").replace("-", ".").split(".") if part)
        or address
    )


def _partner_meant(work: Work, how: str) -> Partner | None:
    """The viewer's own company, or the one of the portfolio that the words name."""
    if work.viewer.partner is not None:
        return work.viewer.partner
    folded = fold(how)
    named = [
        partner
        for partner in work.people.partners()
        if fold(partner.name) in folded or fold(partner.name).split()[0] in folded.split()
    ]
    return named[0] if len(named) == 1 else None


def _removable(work: Work, email: str) -> Member | None:
    address = read_address(email)
    member = work.people.by_email(address) if address else None
    if member is None or member.id == work.viewer.member.id or not work.viewer.may_invite(member.role, member.partner_id):
        return None
    return member
