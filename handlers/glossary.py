"""What a term of the program means, in a sentence, with the rule that it rests on."""

from __future__ import annotations

from handlers.clauses import clause_sources
from handlers.helping import not_understood
from handlers.outcome import Outcome
from handlers.ports import Work
from handlers.reply import Text
from handlers.state import Conversation
from handlers.understanding.everyday_words import term_named
from handlers.wording import Words
from program.policy import Ground, Policy


def explain(work: Work, conversation: Conversation, said: str) -> Outcome:
    words, term = Words.of(work.viewer.member), term_named(said)
    if term is None:
        return not_understood(work, conversation)
    policy = work.program.in_force(work.at)
    parts = (Text(text=words(f"term.{term}")), clause_sources(_clauses(term, policy), policy, words))
    return Outcome(parts=parts, conversation=conversation)


def _clauses(term: str, policy: Policy) -> list[str]:
    """Those that say what holds in this program."""
    earning = policy.earning
    found: dict[str, list[str]] = {
        "spiff": [promotion.clause for promotion in earning.promotions.values()][:1],
        "mdf": [policy.mdf.clause],
        "clawback": [earning.clawback.clause],
        "true_up": [earning.true_up.clause],
        "protection": [policy.clause(Ground.PROTECTED_PERIOD).id],
        "tier": [policy.clause(Ground.PROMOTION).id],
        "split": [policy.clause(Ground.SPLIT).id],
        "revenue_share": [policy.revenue_share.clause],
        "holding_period": [earning.due.clause],
        "registration": [policy.clause(Ground.FIRST_REGISTERED_WINS).id],
    }
    return found[term]
