"""Trains the weights of the intents on sentences, and says how good they are on sentences they have not seen.

    python benchmarks/train_intents.py [--write handlers/understanding/intent_weights.json]

The sentences are those of intent_sentences.txt and no others. Run it where the project's dependencies and scikit-learn are
installed; the program itself needs no training library. The same sentences give the same weights.

Cross-validation leaves no sentence to learn by heart: all that is made of one line falls into one fold.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import pathlib
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from handlers.understanding.intent_features import of_word
from handlers.understanding.judging import featured
from handlers.understanding.readings import Product

HERE = pathlib.Path(__file__).resolve().parent
TODAY = date(2026, 9, 14)
FOLDS = 5
VARIANTS = 24
STRENGTH = 3.0
LEAST = 4  # hundredths: smaller weights are not shipped
CATALOGUE = (
    Product(name="Gatewarden", aliases=("gateway", "firewall")),
    Product(name="Ledgerline CRM", aliases=("crm",)),
    Product(name="Tidepool Backup", aliases=("backup",)),
    Product(name="Quillsign", aliases=()),
)
HEADS = """Alder Birch Copper Dorn Elster Falken Granit Hasel Ilex Juniper
Kestrel Linden Marlow Nebel Otter Pfeffer Quarry Rowan Seidel
Thistle Ulmen Varga Wald Yarrow Zeder Brandt Castell Ekholm Fjord Gruber Holt Ivory Jansen Kovar Lauter Moor""".split()
TAILS = """Logistics Optik Maschinenbau Brewery Verlag Foods Klinik Robotics
Tiefbau Hotels Textil Dental Farms Metallbau Seating Reisen
Energy Spedition Pharma Weine Consulting Druck Motors Gartenbau Schools Werft Freight Käserei Kosmetik Steel""".split()
FORMS = ("", "", "", "", " GmbH", " AG", " Ltd", " Inc.", " GmbH & Co. KG", " plc", " S.r.l.", " B.V.")
FIRST = "Anna Jonas Priya Tom Greta Sven Lucia Karl Mona Owen Birgit Pavel".split()
LAST = "Lindqvist Moreno Huber Petersen O'Dowd Novak Schuster Klein Baker Rossi".split()
AMOUNTS = "45k|12.500 €|80k EUR|£30,000|$120k|fifteen thousand euros|7.800 Euro|1,2 Mio. €|CHF 40'000|22k|90 TEUR".split("|")
DATES = "end of March|mid January|15.2.2027|KW 9|Q2|next month|Ende Februar|im Mai|before Christmas|nächste Woche".split("|")
PRODUCTS = "Gatewarden|Ledgerline CRM|Tidepool Backup|Quillsign|the firewall|a crm".split("|")


class Chance:
    """Choices that look random and are the same for the same seed, whatever the version of Python."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._drawn = 0

    def below(self, count: int) -> int:
        self._drawn += 1
        return int(hashlib.sha256(f"{self._seed} {self._drawn}".encode()).hexdigest(), 16) % count

    def choice(self, values: Sequence[Any]) -> Any:
        return values[self.below(len(values))]

    def share(self) -> float:
        return self.below(1000) / 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its intent. `line` says which sentences belong together."""

    text: str
    intent: str
    line: str


def own_sentences() -> Iterator[Sentence]:
    """The sentences of intent_sentences.txt, each in several variants; the same ones each time."""
    for line in (HERE / "intent_sentences.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        intent, _, pattern = line.partition(": ")
        chance = Chance(line)
        texts = {_variant(pattern, chance) for _ in range(VARIANTS)}
        yield from (Sentence(text=text, intent=intent, line=line) for text in sorted(texts))


def _variant(pattern: str, chance: Chance) -> str:
    text = re.sub(r"\[([^\]]*)\]", lambda match: chance.choice(match[1].split("|")), pattern)
    fillers = {
        "company": lambda: (
            chance.choice(HEADS) + (f" {chance.choice(TAILS)}{chance.choice(FORMS)}" if chance.share() < 0.75 else "")
        ),
        "person": lambda: f"{chance.choice(FIRST)} {chance.choice(LAST)}",
        "amount": lambda: chance.choice(AMOUNTS),
        "date": lambda: chance.choice(DATES),
        "product": lambda: chance.choice(PRODUCTS),
        "mail": lambda: f"{chance.choice(FIRST).lower()}@{chance.choice(HEADS).lower()}.example",
        "phone": lambda: f"+49 30 555 {1000 + chance.below(9000)}",
    }
    text = " ".join(re.sub(r"\{(\w+)\}", lambda match: fillers[match[1]](), text).split()).replace(" ,", ",")
    kind = chance.share()
    if kind < 0.35:
        text = text.lower()
    elif kind < 0.7:
        text = text[:1].upper() + text[1:]
    if chance.share() < 0.3:
        text = text.rstrip("?")
    return _mistyped(text, chance) if chance.share() < 0.1 else text


def _mistyped(text: str, chance: Chance) -> str:
    places = [match.start() for match in re.finditer(r"(?<=[a-z]{3})[a-z](?=[a-z]{2})", text)]
    at = chance.choice(places) if places else 0
    return text[:at] + text[at + 1 :]


def found_in(sentence: Sentence) -> dict[str, int]:
    """The features of the sentence, and how often each is in it."""
    found = featured(sentence.text, today=TODAY, catalogue=CATALOGUE)
    counts = collections.Counter(found.others)
    for word in found.words:
        counts.update(of_word(word))
    return dict(sorted(counts.items()))


def trained(
    rows: Sequence[dict[str, int]], intents: Sequence[str], weights: Sequence[float]
) -> tuple[DictVectorizer, LogisticRegression]:
    counts = collections.Counter(feature for row in rows for feature in row)
    kept = [{feature: count for feature, count in row.items() if counts[feature] > 2} for row in rows]
    vectorizer = DictVectorizer(dtype=np.float32)
    model = LogisticRegression(C=STRENGTH, max_iter=400)
    model.fit(vectorizer.fit_transform(kept), list(intents), sample_weight=list(weights))
    return vectorizer, model


def shipped(vectorizer: DictVectorizer, model: LogisticRegression) -> dict[str, Any]:
    """The weights as they are shipped."""
    rows = {}
    for column, feature in enumerate(vectorizer.get_feature_names_out()):
        pairs = [(place, round(float(value) * 100)) for place, value in enumerate(model.coef_[:, column])]
        row = [number for place, weight in pairs if abs(weight) >= LEAST for number in (place, weight)]
        if row:
            rows[str(feature)] = row
    return {
        "about": "written by benchmarks/train_intents.py; do not edit by hand",
        "intents": [str(intent) for intent in model.classes_],
        "bias": [round(float(value) * 100) for value in model.intercept_],
        "weights": rows,
    }


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")


def fold(sentence: Sentence) -> int:
    return int(hashlib.sha256(sentence.line.encode()).hexdigest(), 16) % FOLDS


def cross_validated(sentences: Sequence[Sentence], rows: Sequence[dict[str, int]], weights: Sequence[float]) -> None:
    """Prints how many sentences of each intent are recognised by weights that have not seen their line."""
    right: collections.Counter[str] = collections.Counter()
    all_: collections.Counter[str] = collections.Counter(sentence.intent for sentence in sentences)
    false = 0
    for number in range(FOLDS):
        seen = [i for i, sentence in enumerate(sentences) if fold(sentence) != number]
        unseen = [i for i, sentence in enumerate(sentences) if fold(sentence) == number]
        vectorizer, model = trained([rows[i] for i in seen], [sentences[i].intent for i in seen], [weights[i] for i in seen])
        guessed = model.predict(vectorizer.transform([rows[i] for i in unseen]))
        for i, intent in zip(unseen, guessed, strict=True):
            right[sentences[i].intent] += intent == sentences[i].intent
            false += intent == "register_deal" != sentences[i].intent
    for intent, count in sorted(all_.items()):
        tell(f"{intent:22} n {count:5}  right {right[intent] / count:.3f}")
    tell(f"{'all':22} n {len(sentences):5}  right {right.total() / len(sentences):.3f}  false register {false}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=pathlib.Path)
    parser.add_argument("--no-validation", action="store_true")
    options = parser.parse_args()
    sentences = list(own_sentences())
    rows = [found_in(sentence) for sentence in sentences]
    lines = collections.Counter(sentence.line for sentence in sentences)
    weights = [16.0 / (lines[sentence.line] + 4) for sentence in sentences]
    if not options.no_validation:
        cross_validated(sentences, rows, weights)
    if options.write:
        raw = shipped(*trained(rows, [sentence.intent for sentence in sentences], weights))
        text = json.dumps(raw, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
        options.write.write_text(text + "\n", encoding="utf-8")
        tell(f"{len(raw['weights'])} features, {options.write.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
