"""The language of a document is told by its small words, and not told where they say nothing."""

from __future__ import annotations

import pytest

from knowledge.languages import language_of_document


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The price is per seat and month. It includes support by e-mail.", "en"),
        ("Der Preis gilt je Nutzer und Monat. Support per E-Mail ist enthalten.", "de"),
        ("Unsere Single-Sign-On-Lösung unterstützt SAML und OpenID Connect mit Okta und Entra ID.", "de"),
        ("Le prix est par mois et par utilisateur ; les clients de la société sont informés du changement.", ""),
        ("El precio es por mes y por usuario, y los clientes de la empresa son informados del cambio en su portal.", ""),
        ("Team 40 EUR 10 seats, Business 80 EUR 50 seats", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_document(text: str, language: str) -> None:
    assert language_of_document(text) == language
