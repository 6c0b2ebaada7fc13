"""Quiet hours of somebody's own: said or pressed, in every chat; they only take away from the hours in which reminders come."""

from __future__ import annotations

from handlers.clauses import clause_sources
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.reply import Choice, Text, Tone
from handlers.state import Conversation
from handlers.understanding.nudge_words import quiet_hours
from handlers.wording import Words
from program.governor import OwnHours, open_hours
from program.policy_nudges import NudgeRules

_SETTINGS = "nudges.show"


def hour_choices(work: Work, words: Words) -> tuple[Choice, ...]:
    """An hour later, an hour earlier, and back to the program's, as far as each is possible."""
    quiet, rules = work.nudges.wishes(work.viewer.member.id).quiet, _rules(work)
    opens, closes = open_hours(rules, quiet)
    found = []
    if closes - opens - 1 >= rules.own_at_least:
        later = Choice(label=words("choice.not_before", hour=words.hour(opens + 1)), action=f"nudges.hours/{opens + 1}/{closes}")
        earlier = Choice(label=words("choice.not_after", hour=words.hour(closes - 1)), action=f"nudges.hours/{opens}/{closes - 1}")
        found += [later, earlier]
    if quiet is not None:
        found.append(Choice(label=words("choice.reset_hours"), action="nudges.hours/0/24"))
    return tuple(found)


def said(work: Work, conversation: Conversation, spoken: str) -> Outcome:
    """Of two sides, one that is not named stays as it was."""
    words, rules = Words.of(work.viewer.member), _rules(work)
    wanted = quiet_hours(spoken)
    if wanted is None:
        return say(conversation, words("nudges.which_hours", said=spoken[:60]))
    opens, closes = open_hours(rules, work.nudges.wishes(work.viewer.member.id).quiet)
    until, after = wanted
    return keep(work, conversation, opens if until is None else until, closes if after is None else after)


def press(work: Work, conversation: Conversation, until: str, after: str) -> Outcome:
    """The same by a button."""
    if not all(each.isascii() and each.isdigit() and int(each) <= 24 for each in (until[:3], after[:3])):
        return say(conversation, Words.of(work.viewer.member)("press.outdated"))
    return keep(work, conversation, int(until[:3]), int(after[:3]))


def keep(work: Work, conversation: Conversation, until: int, after: int) -> Outcome:
    """From so many full hours on and until so many, within what the policy allows."""
    member, words, rules = work.viewer.member, Words.of(work.viewer.member), _rules(work)
    opens, closes = max(until, rules.quiet_until), min(after, rules.quiet_from)
    clause = clause_sources([rules.quiet_clause], work.program.in_force(work.at), words)
    settings = offer([Choice(label=words("choice.nudge_settings"), action=_SETTINGS)])
    hours = {"opens": words.hour(opens), "closes": words.hour(closes)}
    if closes - opens < rules.own_at_least:
        refused = Text(text=words.count("nudges.hours_too_few", rules.own_at_least), tone=Tone.WARNING)
        return Outcome(parts=(refused, clause, *settings), conversation=conversation)
    own = OwnHours(until=opens if opens > rules.quiet_until else None, after=closes if closes < rules.quiet_from else None)
    work.nudges.keep_quiet(member.id, None if own == OwnHours() else own)
    text = words("nudges.hours_reset" if own == OwnHours() else "nudges.hours_kept", **hours)
    return Outcome(parts=(Text(text=text, tone=Tone.SUCCESS), clause, *settings), conversation=conversation)


def _rules(work: Work) -> NudgeRules:
    return work.program.in_force(work.at).nudges
