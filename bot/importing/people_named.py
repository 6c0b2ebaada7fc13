"""The vendor's people as files name them: by their address, or by their name alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.importing.problems import quoted
from bot.importing.rows import Problems
from bot.importing.values import email, text
from program.partners import Member, Role


def vendor_member(
    address: str, people: Mapping[str, Member], *, roles: Collection[Role], line: int, column: str, problems: Problems
) -> Member | None:
    """The active member of the vendor with the address and one of the roles; None, with a problem added, when there is none."""
    member = people.get(address)
    if member is None or not member.active:
        problems.add(line, column, f"{quoted(address)} is nobody in the program; import members first")
    elif member.role not in roles:
        wanted = " or ".join(sorted(role.value for role in roles))
        problems.add(line, column, f"{quoted(address)} is a {member.role.value}, not a {wanted}")
    else:
        return member
    return None


def person(cell: str) -> str:
    """A reader of a cell that holds an address or a name."""
    return email(cell) if "@" in cell else text(cell)


def named(given: str, people: Mapping[str, Member], *, line: int, column: str, problems: Problems) -> tuple[str, Member | None]:
    """The name of the vendor's person, and the member whose address or full name it is; what is nobody's is taken as a name."""
    member = people.get(given)
    if member is None:
        same = [one for one in people.values() if one.name == given and one.partner_id is None and one.active]
        return given, same[0] if len(same) == 1 else None
    if member.partner_id is not None:
        problems.add(line, column, f"{quoted(given)} is a partner's member, not one of the vendor's people")
    return member.name, member
