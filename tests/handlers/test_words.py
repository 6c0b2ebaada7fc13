"""The bot never lacks a word: whatever its code can say is in the catalogue of every language, with the same fields."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from handlers.deals import _OFFERED
from handlers.identity import ANSWERS
from handlers.timeline import KINDS
from handlers.understanding.readings import Slot
from handlers.understanding.sheet_words import ORDER
from handlers.wording import LANGUAGES, Words
from program.lifecycle import Cannot
from program.partners import Role
from program.policy import Ground, NextStep
from program.registrations import LossReason, Relation, Status
from program.review_time import Rung
from tests.handlers.answer_ids import ANSWER_COLUMNS
from tests.handlers.pricing_ids import PRICING_COLUMNS
from tests.handlers.put_together import PUT_TOGETHER

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "handlers").glob("*.py"), *(ROOT / "bot").rglob("*.py")])


def named_in(path: str, enum: str) -> list[str]:
    """The members of an enum that a file names."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == enum]


def codes_of(path: str) -> list[str]:
    """The codes of the reasons that a file gives: what stands for `code`, and what is set to it or handed on as it."""
    given: list[ast.expr] = []
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Reason":
            given += [keyword.value for keyword in node.keywords if keyword.arg == "code"]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "_reason":
            given.append(node.args[0])
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
            given.append(node.value)
    return [code for one in given for code in literals(one)]


def literals(node: ast.expr) -> list[str]:
    """What an expression of texts and choices between them can be; nothing for a name."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return [*literals(node.body), *literals(node.orelse)]
    return []


#: What decides may rest on these; an approval tells of the period in its own words.
_DECIDING = {Ground[name] for name in named_in("program/deciding.py", "Ground")} - {Ground.PROTECTED_PERIOD}
GROUNDS = sorted(ground.value for ground in _DECIDING | {Ground.REOPENED, Ground.APPEAL, Ground.CRITERIA})
COLUMNS = """amount by clawed_back close_date commission company days_late days_left deals details due earned email id
    last_registration line lines missing name on_time partner payout_through product registered result role state status tier
    waiting what when who why""".split()  # as the tables list them
ENDINGS = "code denied expired failed installed stranger".split()
STATUSES = [status.value for status in Status]
SLOTS = [slot.value for slot in Slot]
#: What stands for the braces of ids that are put together.
EXPANSIONS: dict[str, list[str]] = {
    **PUT_TOGETHER,
    "{verb}.ask": ["ask", "award", "decline", "more"],
    "{verb}.label": ["ask", "award", "decline", "more", "extend", "reopen", "appeal"],
    "{verb}.submit": ["ask", "award", "decline", "more", "extend", "reopen", "appeal"],
    "cannot.{refused.cannot.value}": [cannot.value for cannot in Cannot],
    "choice.{verb}": sorted({verb for verbs in _OFFERED.values() for verb in verbs}),
    "ask.{slot.value}": SLOTS,
    "case.relation.{relation.value}": [relation.value for relation in Relation],
    "bulk.{kind}": ["ready", "faulty", "similar", "ours"],
    "column.csv.{slot.value}": [slot.value for slot in ORDER],
    "column.{name}": [*COLUMNS, *PRICING_COLUMNS, *ANSWER_COLUMNS],
    "fault.{question.slot.value}": SLOTS,
    "fault.{slot.value}": SLOTS,
    "ground.{reason.ground.value}": GROUNDS,
    "help.{role.value}": [role.value for role in Role],
    "hint.{slot.value}": ["contact_name", "contact_email", "contact_phone", "close_date", "amount"],
    "identity.{relation.value}": [relation.value for relation in ANSWERS.values()],
    "install.{ending.value}.{part}": [f"{ending}.{part}" for ending in ENDINGS for part in ("text", "title")],
    "intent.{what}": ["mdf_request"],
    "loss.{LossReason(value).value}": [reason.value for reason in LossReason],
    "loss.{closing.loss.value}": [reason.value for reason in LossReason],
    "loss.{reason.value}": [reason.value for reason in LossReason],
    "match.{reason.code}": sorted(set(codes_of("handlers/understanding/company_match.py"))),
    "next.{step.value}": [step.value for step in NextStep],
    "notice.{rung.name.lower()}": [rung.name.lower() for rung in Rung],
    "notice.{what}": ["no_longer_yours", "takes_longer"],
    "opportunity.{lead_standing(lead)}": ["open", "won", "lost", "withdrawn"],
    "opportunity.{standing(after)}": ["won", "lost", "withdrawn"],
    "opportunity.{standing(one)}": ["open", "won", "lost", "withdrawn"],
    "opportunity.{standing(own)}": ["open", "won", "lost", "withdrawn"],
    "reason.{reason.ground.value}": GROUNDS,
    "role.{member.role.value}": [role.value for role in Role],
    "role.{role.value}": [role.value for role in Role],
    "slot.contact_{part}": ["name", "email", "phone"],
    "slot.{name}": ["amount", "close_date", "contact_name", "contact_email", "contact_phone", "product"],
    "slot.{slot.value}": SLOTS,
    "status.{claim.status_at(work.at).value}": STATUSES,
    "status.{one.status_at(work.at).value}": STATUSES,
    "status.{registration.status_at(work.at).value}": STATUSES,
    "status.{status.value}": STATUSES,
    "timeline.{event.kind}": sorted(KINDS),
    "why.{about.value}": SLOTS,
    "why.{asked.value}": SLOTS,
    "why.{slot.value}": SLOTS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One sentence that the code says: where, its id, the fields it fills (None: handed on from elsewhere), whether it counts."""

    where: str
    id: str
    fields: frozenset[str] | None
    plural: bool


def speaks(node: ast.expr) -> bool:
    """Whether an expression is somebody's words: `words`, `their`, `rules.words`, `Words.of(…)`, `Words(…)`."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in {"Words", "Words.of"}
    return ast.unparse(node).rpartition(".")[2] in {"words", "their"}


def ids_of(node: ast.expr) -> list[str]:
    """The ids that an expression can be. KeyError for one that is put together and not in the table."""
    if isinstance(node, ast.JoinedStr):
        template = ast.unparse(node)[2:-1]
        return [re.sub(r"\{.*\}", value, template) for value in EXPANSIONS[template]]
    return literals(node)


def uses_in(path: Path) -> Iterator[Use]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        where = f"{path.relative_to(ROOT)}:{node.lineno}"
        plural = isinstance(node.func, ast.Attribute) and node.func.attr == "count" and speaks(node.func.value)
        keywords = {keyword.arg: keyword.value for keyword in node.keywords}
        if (plural or speaks(node.func)) and node.args:
            fields = None if None in keywords else frozenset(filter(None, keywords))
            for id in ids_of(node.args[0]):
                yield Use(where=where, id=id, fields=fields, plural=plural)
        elif ast.unparse(node.func) == "Fault":
            given = keywords["fields"]
            assert isinstance(given, ast.Dict), where
            names = frozenset(name for key in given.keys if key is not None for name in literals(key))
            for id in ids_of(keywords["id"]):
                yield Use(where=where, id=id, fields=names, plural=False)


@cache
def uses() -> tuple[Use, ...]:
    return tuple(use for path in SOURCES for use in uses_in(path))


@cache
def catalogue(language: str) -> dict[str, Message]:
    path = ROOT / "handlers" / "locale" / language / "LC_MESSAGES" / "partnerbot.po"
    with path.open("rb") as source:
        return {_id(message): message for message in read_po(source, locale=language) if message.id}


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def sentences(message: Message) -> tuple[str, ...]:
    """Both forms of a plural, else the one sentence."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def fields_of(sentence: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


by_language = pytest.mark.parametrize("language", LANGUAGES)


# ── the code and the catalogues ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_code_is_read() -> None:
    assert len(uses()) > 300
    assert {"broken", "verdict.approved", "fault.close_date.past", "deals.caption", "notice.declined"} <= {use.id for use in uses()}


@by_language
def test_every_sentence_that_the_code_says_is_there(language: str) -> None:
    assert [(use.where, use.id) for use in uses() if use.id not in catalogue(language)] == []


@by_language
def test_every_sentence_that_is_there_is_said(language: str) -> None:
    assert set(catalogue(language)) - {use.id for use in uses()} == set()


@by_language
def test_every_field_of_a_sentence_is_filled(language: str) -> None:
    missing = []
    for use in uses():
        for sentence in sentences(catalogue(language)[use.id]):
            filled = use.fields if use.fields is None else use.fields | ({"n"} if use.plural else set())
            if filled is not None and not fields_of(sentence) <= filled:
                missing.append((use.where, use.id, sorted(fields_of(sentence) - filled)))
    assert missing == []


def test_every_form_of_words_that_the_table_knows_is_in_use() -> None:
    templates = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                templates.add(ast.unparse(node)[2:-1])
    assert set(EXPANSIONS) - templates == set()


@by_language
def test_what_counts_has_a_form_for_one_and_for_many_and_nothing_else_has(language: str) -> None:
    counted = {use.id for use in uses() if use.plural}
    said = {use.id for use in uses() if not use.plural}
    for id, message in catalogue(language).items():
        assert (id in counted) == (not isinstance(message.string, str)), id
        assert all(sentences(message)), id
    assert counted & said == set()


# ── the languages ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_language_has_the_same_sentences_with_the_same_fields() -> None:
    first, *others = [
        {id: frozenset().union(*map(fields_of, sentences(message))) for id, message in catalogue(language).items()}
        for language in LANGUAGES
    ]
    for other in others:
        assert other == first


@pytest.mark.parametrize(
    ("beginning", "codes"),
    [
        ("reason.", GROUNDS),
        ("ground.", GROUNDS),
        ("status.", STATUSES),
        ("role.", [role.value for role in Role]),
        ("help.", [role.value for role in Role]),
        ("slot.", SLOTS),
        ("ask.", SLOTS),
        ("why.", SLOTS),
        ("next.", [step.value for step in NextStep]),
    ],
)
@by_language
def test_every_code_has_its_words(language: str, beginning: str, codes: list[str]) -> None:
    words = Words(language)
    anything = {"company": "Acme", "id": "R-1", "said": "x"}
    for code in codes:
        assert words(f"{beginning}{code}", **anything).strip()


@by_language
def test_sentences_are_clean(language: str) -> None:
    for id, message in catalogue(language).items():
        for sentence in sentences(message):
            assert sentence == sentence.strip(), id
            assert "  " not in sentence, id
            assert not re.search(r" [,.;:?!](?:\s|$)", sentence), id
            assert "..." not in sentence, id


@by_language
def test_quotes_are_curly_and_closed(language: str) -> None:
    opening, closing = ("“", "”") if language == "en" else ("„", "“")
    for id, message in catalogue(language).items():
        for sentence in sentences(message):
            assert not set(sentence) & set("\"'`´«»"), id
            quotes = [letter for letter in sentence if letter in "„“”"]
            assert quotes == [opening, closing] * (len(quotes) // 2), id


#: What people may type, in quotes, may be said to the bot in any way.
_QUOTED = re.compile(r"„[^“]*“")
_PRONOUN = re.compile(r"\b(?:du|dich|dir|dein(?:e[mnrs]?)?|euch|euer|eure[mnrs]?)\b", re.IGNORECASE)
_SECOND_PERSON = re.compile(r"\b(?:kannst|hast|bist|willst|musst|möchtest|sollst|darfst|weißt)\b", re.IGNORECASE)
#: Short forms say nothing else; those with an -e may belong to "ich", and are an order only where a sentence or its part begins.
_SHORT_ORDER = re.compile(
    r"\b(?:sag|gib|nenn|versuch|schreib|lass|prüf|frag|mach|sieh|nimm|schick|zieh|zeig|komm|geh|trag|hilf|schließ|wähl|lies|such)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:^|[.?!:;,] |\b(?:[Bb]itte|und|oder|dann|zuerst) )"
    r"(?:sag|nenn|schreib|prüf|mach|schick|wähl|antwort|wart|änder|lad|regist?rier|beschreib|meld|öffn|biet|plan)e\b(?! ich\b)",
    re.IGNORECASE,
)


def familiar(sentence: str) -> bool:
    """Whether a German sentence says du to somebody, or gives an order as one does to a friend."""
    said = _QUOTED.sub("„“", sentence)
    return any(pattern.search(said) for pattern in (_PRONOUN, _SECOND_PERSON, _SHORT_ORDER, _ORDER))


def test_german_says_sie() -> None:
    said = {id: sentences(message) for id, message in catalogue("de").items()}
    assert [id for id, forms in said.items() if any(map(familiar, forms))] == []
    assert sum(bool(re.search(r"\b(?:Sie|Ihnen|Ihre?[mnrs]?)\b", " ".join(forms))) for forms in said.values()) > 80


def test_the_policy_and_the_page_say_sie_in_german() -> None:
    policy = tomllib.loads((ROOT / "program.toml").read_text(encoding="utf-8"))
    clauses = list(german_of(policy))
    assert len(clauses) > 40
    page = (ROOT / "bot/web/static/words.js").read_text(encoding="utf-8").partition("\n  de: {")[2]
    labels = re.findall(r"[\"`]([^\"`]+)[\"`]", page)
    assert len(labels) > 40
    assert [said for said in (*clauses, *labels) if familiar(said)] == []


def german_of(tree: object) -> Iterator[str]:
    """Every German text of a policy file."""
    branches = tree if isinstance(tree, list) else []
    if isinstance(tree, dict):
        words = tree.get("text")
        if isinstance(words, dict):
            yield words["de"]
        branches = [branch for key, branch in tree.items() if key != "text"]
    for branch in branches:
        yield from german_of(branch)


def test_a_familiar_address_would_be_seen() -> None:
    for sentence in (
        "Was möchtest Du wissen?",
        "Das ist für dich.",
        "Deine Antwort",
        "Wie geht es euch?",
        "Sag „Hilfe“, um zu sehen, was geht.",
        "Der Betrag passt nicht. Bitte nenn einen über null.",
        "Prüf den Namen.",
        "Änder es, oder schreib ihn wie der Kunde.",
        "Antworte in eigenen Worten.",
        "Ein Feld fehlt: ändere es bitte.",
        "Das kannst nur noch ändern.",
        "Gib diese Worte weiter, sie gelten einmal.",
        "Versuch es noch einmal.",
    ):
        assert familiar(sentence), sentence
    for sentence in (
        "Bitte nennen Sie einen.",
        "Können Sie das?",
        "Die Website ist kurz. Sie ist freiwillig.",
        "Wird Ihnen eine übergeben, melde ich mich hier.",
        "Zum Beispiel: „lade jana@firma.de als Verkäuferin ein“.",
        "Soll ich es registrieren? Antworten Sie mit „ja“.",
        "Die Antwort erhalten Sie hier.",
        "Laden Sie das Team ein.",
        "Registrieren Sie Deals.",
    ):
        assert not familiar(sentence), sentence


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("language", "one", "many"), [("en", "1 day left", "1,200 days left"), ("de", "noch 1 Tag", "noch 1.200 Tage")]
)
def test_a_number_is_said_in_its_form(language: str, one: str, many: str) -> None:
    words = Words(language)
    assert words.count("note.days", 1) == one
    assert words.count("note.days", 1200) == many


def test_an_id_that_is_not_there_is_a_defect() -> None:
    for language in LANGUAGES:
        with pytest.raises(KeyError):
            Words(language)("no.such.id")
        with pytest.raises(KeyError):
            Words(language).count("no.such.id", 2)


def test_what_people_typed_is_put_in_as_it_is() -> None:
    for typed in ("{n}", "{company.__class__}", "%s", "<b>", "“"):
        assert typed in Words("en")("fault.contact_email", said=typed)
