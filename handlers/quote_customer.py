"""Which customer a quote is for: looked up as a registration would, without opening a file for a name that nobody knows yet."""

from __future__ import annotations

from handlers.ports import Work
from handlers.registration_form import customer_keys
from handlers.understanding.company_match import CompanyName, Verdict, match
from handlers.understanding.company_names import identity_key
from program.registrations import CustomerFile


def customer_files(work: Work, company: str) -> tuple[tuple[CustomerFile, ...], tuple[CustomerFile, ...]]:
    """The customer's own files, and those of customers whose name may be a spelling of this one.

    What is certain without asking counts as the customer's own. Every candidate is compared, whoever is behind it.
    """
    asked, key = CompanyName(name=company), identity_key(company)
    certain, possible = set(), set()
    for known in work.files.similar(company):
        verdict = match(asked, known.name).verdict
        if verdict is Verdict.SAME or identity_key(known.name) == key:
            certain.add(known.file_id)
        elif verdict is Verdict.POSSIBLE:
            possible.add(known.file_id)
    named = work.files.named(customer_keys(company, None, None))
    own = {file.id: file for file in (*named, *work.files.read(sorted(certain)))}
    return tuple(own.values()), tuple(file for file in work.files.read(sorted(possible)) if file.id not in own)
