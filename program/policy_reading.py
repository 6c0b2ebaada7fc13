"""The policy file, read whole: either every version of the program's rules, or everything that is wrong with it and where."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from program.policy import Policy, PolicyProblem, Program
from program.policy_table import Table, nearest, shown
from program.policy_tree import Node, Problems, merged, read_tree
from program.policy_version import LANGUAGES, Heading, VersionReading

_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}"
#: What each version says for itself, whatever it builds on.
_OWN_KEYS = ("id", "effective", "based_on")


class PolicyErrors(Exception):
    """The text is no valid policy; `problems` has all of it, in the order of the lines."""

    code = "policy.invalid"

    def __init__(self, problems: tuple[PolicyProblem, ...]) -> None:
        super().__init__(self.code, len(problems))
        self.problems = problems


def read_policy(source: str) -> Program:
    """The program of a policy file (TOML); raises PolicyErrors and nothing else, whatever the text is."""
    tree = read_tree(source)
    if isinstance(tree, PolicyProblem):
        raise PolicyErrors((tree,))
    problems, notices = Problems(), Problems()
    document = Table(tree, problems, notices)
    heading = _heading(document.table("program"))
    policies: list[Policy] = []
    tables: dict[str, Node] = {}
    for node in document.tables("version"):
        rules = _built(node, tables, problems)
        policy = _policy(Table(node, problems, notices), Table(rules, problems, notices), heading, policies)
        tables.setdefault(policy.version, rules)
        policies.append(policy)
    document.close()
    if found := problems.sorted():
        raise PolicyErrors(found)
    return Program(
        name=heading.name,
        vendor=heading.vendor,
        currency=heading.currency,
        zone=heading.zone,
        languages=heading.languages,
        versions=tuple(policies),
        notices=notices.sorted(),
    )


def _heading(table: Table) -> Heading:
    name, vendor = table.text("name"), table.text("vendor")
    currency = table.text("currency", pattern="[A-Z]{3}")
    zone = table.text("zone")
    if zone and not _is_zone(zone):
        table.problems.add(table.placed("zone"), "policy.value.form", value=zone, form="zone")
    languages = table.texts("languages", LANGUAGES)
    table.close()
    usable = len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()
    return Heading(name=name, vendor=vendor, currency=currency if usable else "EUR", zone=zone, languages=languages)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: "Europe" is a folder of zones
        return False
    return True


def _built(node: Node, tables: dict[str, Node], problems: Problems) -> Node:
    """The rules of a version, with those it does not change from the version it builds on, which stands above it in the file."""
    own = _items(node)
    rules = Node(value={key: item for key, item in own.items() if key not in _OWN_KEYS}, line=node.line, path=node.path)
    based_on = own.get("based_on")
    if based_on is None:
        return rules
    base = tables.get(based_on.value) if isinstance(based_on.value, str) else None
    if base is None:
        name = shown(based_on.value)
        problems.add(based_on, "policy.version.base_unknown", value=name, nearest=nearest(name, tables))
        base = next(reversed(tables.values()), rules)  # so that what it would have inherited is not reported missing
    return merged(base, rules)


def _items(node: Node) -> dict[str, Node]:
    return node.value if isinstance(node.value, dict) else {}


def _policy(own: Table, rules: Table, heading: Heading, before: list[Policy]) -> Policy:
    id = own.text("id", pattern=_ID)
    if id and id in (policy.version for policy in before):
        own.problems.add(own.placed("id"), "policy.version.twice", value=id)
    effective = own.day("effective")
    if before and date.min < effective <= before[-1].effective:
        fields = {"value": effective.isoformat(), "previous": before[-1].effective.isoformat()}
        own.problems.add(own.placed("effective"), "policy.version.order", **fields)
    return VersionReading(heading).read(rules, id=id, effective=effective)
