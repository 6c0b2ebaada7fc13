"""Which customer a registration means: exactly named ones are one and the same, similar ones are asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from handlers.ports import Work
from handlers.registration_form import identity_keys
from handlers.state import Draft, Lookalike
from handlers.understanding.company_match import CompanyName, Verdict, match
from handlers.understanding.company_names import identity_key
from handlers.understanding.readings import Act, Slot
from handlers.understanding.text import fold
from program.registrations import CustomerFile, Opportunity, Relation

_FORMS: Final = frozenset("gmbh ag se kg co ltd inc llc plc bv sa sas srl und and & the die der das".split())
#: What a seller may answer, and what it means.
ANSWERS: Final = {Act.SAME: Relation.SAME, Act.SUBSIDIARY: Relation.SUBSIDIARY, Act.DIFFERENT: Relation.DIFFERENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The customer's own files, those of related customers, how each relates, and whether the given details agree."""

    files: tuple[CustomerFile, ...]
    related: tuple[CustomerFile, ...]
    relations: Mapping[str, Relation]
    is_certain: bool


def with_lookalike(work: Work, draft: Draft) -> Draft:
    """The draft with the most similar customer that has to be asked about, if there is one; an answer given for it is kept."""
    company = draft.get(Slot.COMPANY)
    if company is None:
        return draft if draft.lookalike is None else replace(draft, lookalike=None)
    if draft.lookalike is not None and draft.lookalike.asked_for == company:
        return draft
    return replace(draft, lookalike=_lookalike(work, company, draft))


def _lookalike(work: Work, company: str, draft: Draft) -> Lookalike:
    """The best candidate. A certain one answers itself; none is remembered as such, so that it is looked for once.

    Every candidate is compared, also where the exact name is among them: how long it takes must not tell that it is known.
    """
    asked = CompanyName(name=company, domain=draft.get(Slot.DOMAIN), register_number=draft.get(Slot.REGISTER_NUMBER))
    key = identity_key(company)
    nobody = Lookalike(asked_for=company)
    best, best_score, is_known = nobody, 0.0, False
    for known in work.files.similar(company):
        is_known = is_known or identity_key(known.name) == key
        found = match(asked, known.name)
        if found.verdict is Verdict.DIFFERENT or found.score <= best_score:
            continue
        answer = Relation.CERTAIN.value if found.verdict is Verdict.SAME else ""
        hint = _hint(work, company, known.name)
        best, best_score = Lookalike(asked_for=company, file_id=known.file_id, hint=hint, answer=answer), found.score
    return nobody if is_known else best  # the exact name has its file: nothing is in doubt


def _hint(work: Work, company: str, known: str) -> str:
    """What may be said of a known customer.

    Its name where the seller's own company registered it, else only words that the seller has just used: whom others registered is
    nobody's business.
    """
    if work.registrations.named(known):
        return known
    words = {fold(word) for word in known.split()}
    return " ".join(word for word in company.split() if fold(word) in words and fold(word) not in _FORMS)


def identify(work: Work, sale: Opportunity, lookalike: Lookalike | None) -> Identity:
    """Opens the files that the registration is decided on."""
    exact = work.files.open(identity_keys(sale), name=sale.company)
    relations = {file.id: Relation.EXACT for file in exact}
    agree = len(exact) == 1 and _agrees(work, sale, exact[0])
    other = lookalike.file_id if lookalike is not None and lookalike.answer else ""
    if not other or other in relations or lookalike is None:
        return Identity(files=exact, related=(), relations=relations, is_certain=agree)
    relation = Relation(lookalike.answer)
    relations[other] = relation
    files = work.files.read(sorted(relations))
    own = tuple(file for file in files if relations[file.id].is_identity)
    related = tuple(file for file in files if not relations[file.id].is_identity)
    return Identity(files=own, related=related, relations=relations, is_certain=agree)


def _agrees(work: Work, sale: Opportunity, file: CustomerFile) -> bool:
    """Whether name and file can be one company.

    A register number always decides. A website under two names that have nothing in common does not: one partner's slip must not
    take another's customer away, so a person looks.
    """
    register = next((key for key in identity_keys(sale) if key.startswith("register:")), None)
    if match(sale.company, file.name).verdict is not Verdict.DIFFERENT:
        return True
    return register is not None and work.files.is_under(file, register)
