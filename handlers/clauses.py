"""Why something is as it is: reasons in a sentence each, and the clauses of the policy that they rest on."""

from __future__ import annotations

from handlers.reply import Part, Source, Sources, Text
from handlers.wording import Words
from program.policy import Policy
from program.registrations import Reason


def reason_parts(reasons: tuple[Reason, ...], policy: Policy, words: Words) -> tuple[Part, ...]:
    """Each reason in a sentence, with the clause it rests on to look up. Nothing in them tells who else is concerned."""
    sentences = [Text(text=words(f"reason.{reason.ground.value}")) for reason in reasons]
    return (*sentences, clause_sources([reason.clause for reason in reasons], policy, words))


def clause_sources(clauses: list[str], policy: Policy, words: Words) -> Sources:
    """Clauses of the policy, each once, with their text."""
    return Sources(
        sources=tuple(
            Source(
                label=words("source.clause", id=id),
                place=words("source.policy", version=policy.version),
                quote=policy.clauses[id].text[words.language],
            )
            for id in dict.fromkeys(clauses)
        )
    )
