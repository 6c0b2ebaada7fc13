"""The house rules that no linter knows: each takes a file and yields, for every breach, where it is and what to do about it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.sources import Source

LONGEST_FILE = 400
LONGEST_FUNCTION = 60

#: A migration lists what it makes, once, and is never changed again.
MIGRATIONS = "storage/migrations/versions/"

#: The grammar of the understanding is written as tables of small values, which read best without their field names.
TABLES = "handlers/understanding/"

#: Where a broad except is right, and why.
BROAD_EXCEPTS = {
    "knowledge/ingest/worker.py": "whatever a hostile file makes a parser raise, that file is broken and the next one is read",
    "bot/sweeps.py": "a defect in one case is reported in full and must not keep a sweep from all the others",
    "bot/nudge_sweep.py": "a defect in one kind or one reader is reported in full and must not keep the others from being told",
    "bot/ledger_sweep.py": "a defect in one deal is reported in full and must not keep the others from being settled",
    "bot/turns.py": "a defect ends in a reference number for the person and a full report for us, whatever it is",
    "bot/aids.py": "without a proposal the reader decides, and the person notices nothing",
    "bot/delivery/drain.py": "whatever one message or row does, the others go on; it comes back when its lease is over",
    "bot/delivery/cards.py": "whatever one look for cards meets, the next one is made",
    "bot/delivery/carrier.py": "a worker that fails for any reason is started again",
    "bot/delivery/together.py": "whatever fails, whoever waits for it is told, and nobody else",
    "bot/scheduler.py": "whatever a sweep meets, the next one is run",
    "bot/server.py": "the last catch before the wire: a chat gets a 500 without a word, the log the kind of error",
    "bot/slack/working.py": "whatever one look for statuses meets, the next one is made",
    "bot/teams/chat.py": "an invoke of Teams' is answered in its own form, whatever happened",
    "bot/web/guard.py": "the last catch before the wire: the page gets a sentence and a reference, never a traceback",
}

_IGNORE = re.compile(r"#\s*type:\s*ignore(?P<codes>\[[\w\s,-]+\])?(?P<reason>.*)")
_NOQA = re.compile(r"#\s*(?:ruff:\s*)?noqa\b(?P<codes>:\s*[A-Z]+[0-9]+(?:[\s,]+[A-Z]+[0-9]+)*)?(?P<reason>.*)", re.IGNORECASE)
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)

# Written in pieces, so that this file does not break the rules that it states.
_INDEXES = re.compile(
    "|".join((r"py" + r"pi\.org", r"python" + r"hosted\.org", r"registry\.npm" + r"js", r"--(?:extra-)?index-" + r"url[ =]"))
)
_PLACES = re.compile(
    r"(?<![\w.:/-])/(?:" + "|".join(("wor" + "k", "roo" + "t", "hom" + "e", "User" + "s", "op" + "t")) + r")/[\w.]"
)
_SHARED = re.compile(r"\.\./" + "shared")


def file_is_short(source: Source) -> Iterator[str]:
    lines = source.text.count("\n")
    if lines > LONGEST_FILE:
        yield f"{source.path}: {lines} lines, at most {LONGEST_FILE}; it is two ideas"


def functions_are_short(source: Source) -> Iterator[str]:
    if source.path.startswith(MIGRATIONS):
        return
    for node in source.nodes():
        if isinstance(node, _FUNCTION):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{source.at(node.lineno)}: {node.name} has {lines} lines, at most {LONGEST_FUNCTION}; it is two ideas"


def module_says_why_it_exists(source: Source) -> Iterator[str]:
    if not (ast.get_docstring(source.tree) or "").strip():
        yield f"{source.path}: open with the sentence that is its reason to exist"


def ignores_carry_a_reason(source: Source) -> Iterator[str]:
    if not (_IGNORE.search(source.text) or _NOQA.search(source.text)):
        return  # finding the comments of a file takes longer than all else here
    for line, comment in source.comments():
        for pattern in (_IGNORE, _NOQA):
            found = pattern.search(comment)
            if found and not (found["codes"] and len(re.findall(r"[^\W\d_]+", found["reason"])) >= 2):
                yield f"{source.at(line)}: name what is ignored and say why: {comment}"


def names_no_place(source: Source) -> Iterator[str]:
    """No package index, no path of somebody's machine, nothing outside the repository."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        for pattern, what in ((_INDEXES, "a package index"), (_PLACES, "a path of a machine"), (_SHARED, "a folder outside")):
            if pattern.search(line):
                yield f"{source.at(number)}: names {what}"


def dataclasses_are_values(source: Source) -> Iterator[str]:
    wanted = {"frozen", "slots"} if source.path.startswith(TABLES) else {"frozen", "slots", "kw_only"}
    for node in source.nodes():
        if not isinstance(node, ast.ClassDef):
            continue
        for decorator in node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if ast.unparse(called) not in {"dataclass", "dataclasses.dataclass"}:
                continue
            keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
            true = {word.arg for word in keywords if isinstance(word.value, ast.Constant) and word.value.value is True}
            if missing := wanted - true:
                yield f"{source.at(node.lineno)}: {node.name} is not {', '.join(sorted(missing))}"


def excepts_are_narrow(source: Source) -> Iterator[str]:
    if source.path in BROAD_EXCEPTS:
        return
    for node in source.nodes():
        if isinstance(node, ast.ExceptHandler):
            caught = {"everything"} if node.type is None else {ast.unparse(part) for part in _parts(node.type)}
            if caught & {"everything", "Exception", "BaseException"}:
                yield f"{source.at(node.lineno)}: catches {', '.join(sorted(caught))}; say what can go wrong"


def knows_no_float(source: Source) -> Iterator[str]:
    """Money never passes through a float: none is named, made or written down, and no column is one."""
    for node in source.nodes():
        match node:
            case ast.Name(id="float" | "Float" | "Double" | "REAL"):
                yield f"{source.at(node.lineno)}: {node.id}; an amount is a Decimal"
            case ast.Attribute(attr="Float" | "Double" | "REAL"):
                yield f"{source.at(node.lineno)}: {node.attr}; an amount is a Decimal"


def writes_no_float(source: Source) -> Iterator[str]:
    for node in source.nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield f"{source.at(node.lineno)}: {node.value} is a float; write Decimal"


def waits_for_nothing(source: Source) -> Iterator[str]:
    """A test that sleeps is slow when it is right and fails when the machine is busy; yielding to the loop (0) is not sleeping."""
    for node in source.nodes():
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "sleep":
            zero = [isinstance(argument, ast.Constant) and argument.value == 0 for argument in node.args]
            if zero != [True]:
                yield f"{source.at(node.lineno)}: sleeps; wait for what is to happen"


def mocks_nothing(source: Source) -> Iterator[str]:
    for line, name in source.imports():
        if name.split(".")[:2] in (["unittest", "mock"], ["mock"]) or name.split(".")[0] == "pytest_mock":
            yield f"{source.at(line)}: a fake keeps the port's promises, a mock only its names"


def _parts(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]
