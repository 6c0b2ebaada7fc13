"""Embeddings of the stub's own, the same for the same text: words that mean the same point the same way, by a short list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from math import sqrt
from typing import Any, Final

DIMENSIONS: Final = 64
#: Words of a line mean the same.
_SAME: Final = (
    "saml sign-on sso login anmeldung einmalanmeldung okta",
    "rebate kickback refund rückvergütung",
    "sandbox playground testumgebung",
)
_CONCEPTS: Final = {word: line.split()[0] for line in _SAME for word in line.split()}
_SMALL: Final = frozenset(
    "a an the is are do does we can i of in on with for and to it what which how der die das ist ein eine wie was".split()
)
_EMBEDDING: Final = frozenset({"model", "input", "encoding_format", "dimensions", "user"})


def vector(text: str, dimensions: int = DIMENSIONS) -> list[float]:
    """The sum of what its words point to."""
    words = [word for word in re.findall(r"[\w-]+", text.lower()) if word not in _SMALL]
    summed = [0.0] * dimensions
    for word in words or [""]:
        concept = _CONCEPTS.get(word, word)
        weight = 3.0 if word in _CONCEPTS else 1.0
        digest = blake2b(concept.encode(), digest_size=64).digest()
        for place in range(dimensions):
            summed[place] += weight * (digest[place % 64] - 127.5)
    length = sqrt(sum(number * number for number in summed))
    return [number / length for number in summed]


def embedding_problems(body: object) -> list[str]:
    """Every reason to refuse a request for embeddings, by the reference of "Create embeddings"."""
    if not isinstance(body, dict):
        return ["the body is no object"]
    found = [f"unknown parameter {name}" for name in body.keys() - _EMBEDDING]
    if not isinstance(body.get("model"), str):
        found.append("model is required, and text")
    texts = body.get("input")
    if not isinstance(texts, list) or not 1 <= len(texts) <= 2048 or not all(isinstance(text, str) and text for text in texts):
        found.append("input is a list of 1 to 2048 texts, none of them empty")
    if body.get("encoding_format", "float") not in ("float", "base64"):
        found.append("encoding_format is float or base64")
    size = body.get("dimensions", 1)
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        found.append("dimensions is a whole number from 1")
    return found


def embeddings(body: Mapping[str, Any]) -> dict[str, Any]:
    """A response as the reference shows it."""
    vectors = [vector(text, body.get("dimensions", DIMENSIONS)) for text in body["input"]]
    return response(vectors, tokens=sum(len(text) // 4 for text in body["input"]))


def response(vectors: Sequence[Sequence[Any]], *, tokens: int = 8) -> dict[str, Any]:
    rows = [{"object": "embedding", "index": index, "embedding": list(numbers)} for index, numbers in enumerate(vectors)]
    return {"object": "list", "data": rows, "model": "stub", "usage": {"prompt_tokens": tokens, "total_tokens": tokens}}
