"""What the columns of a list of deals are called, in English and German; a newcomer adds a name by adding a word.

Names are as `fold` writes them, with spaces for hyphens and underscores. The first of each language stands in the template.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from handlers.understanding.readings import Slot

_ENGLISH: Final[Mapping[Slot, str]] = {
    Slot.COMPANY: "company|customer|customer name|end customer|company name|account|account name|organisation|organization",
    Slot.CONTACT_NAME: "contact|contact name|contact person|customer contact",
    Slot.CONTACT_EMAIL: "e mail|email|contact email|contact e mail|mail|email address|e mail address",
    Slot.CONTACT_PHONE: "phone|contact phone|telephone|phone number|mobile",
    Slot.CLOSE_DATE: "close date|closing date|close|closing|expected close|expected close date",
    Slot.AMOUNT: "amount|deal value|value|deal size|volume|budget",
    Slot.CURRENCY: "currency|currency code",
    Slot.PRODUCT: "product|product name",
    Slot.COUNTRY: "country|country code",
    Slot.EMPLOYEES: "employees|number of employees|company size|headcount",
    Slot.DOMAIN: "website|domain|web|web site|homepage|url",
    Slot.REGISTER_NUMBER: "register number|registration number|company number|commercial register",
}
_GERMAN: Final[Mapping[Slot, str]] = {
    Slot.COMPANY: "firma|kunde|endkunde|unternehmen|firmenname|kundenname|kundin|endkundin",
    Slot.CONTACT_NAME: "ansprechpartner|kontakt|ansprechpartnerin|kontaktperson|name des ansprechpartners",
    Slot.CONTACT_EMAIL: "e mail|mailadresse|e mail adresse|email adresse|kontakt e mail|kontakt email",
    Slot.CONTACT_PHONE: "telefon|telefonnummer|tel|handy|mobil|durchwahl",
    Slot.CLOSE_DATE: "abschluss|abschlussdatum|datum|erwarteter abschluss|voraussichtlicher abschluss",
    Slot.AMOUNT: "betrag|volumen|auftragswert|wert|summe|auftragsvolumen",
    Slot.CURRENCY: "waehrung",
    Slot.PRODUCT: "produkt|loesung",
    Slot.COUNTRY: "land|laendercode",
    Slot.EMPLOYEES: "mitarbeiter|mitarbeiterzahl|anzahl mitarbeiter|beschaeftigte",
    Slot.DOMAIN: "website|webseite|internet|internetseite|homepage",
    Slot.REGISTER_NUMBER: "registernummer|handelsregister|handelsregisternummer|hr nummer|hrb",
}

#: Which slot a column holds, by its name.
COLUMNS: Final[Mapping[str, Slot]] = MappingProxyType(
    {name: slot for table in (_GERMAN, _ENGLISH) for slot, names in table.items() for name in names.split("|")}
)
#: The order of a template's columns.
ORDER: Final = tuple(_ENGLISH)

#: How people ask for the template; rows as in `command_words`.
COMMANDS: Final[tuple[tuple[str, str], ...]] = (
    ("csv_template", r"(?:(?:send|give|show)(?: me)?\s+)?(?:(?:an?|the|your)\s+)?(?:csv|excel|bulk|spreadsheet)[- ]?(?:template|upload|file|import)?(?:\s+template)?[\s.!?]*$"),
    ("csv_template", r"(?:how (?:do|can) i )?(?:upload|import|register)\s+(?:a |an |several |many |multiple |my )?(?:deals )?(?:as |from |with |by )?(?:an? )?(?:csv|excel|spreadsheet)(?: file)?[\s.!?]*$"),
    ("csv_template", r"(?:(?:schick|gib|zeig)e?n?(?: sie)?(?: mir)?\s+)?(?:bitte\s+)?(?:(?:eine?|die)\s+)?(?:csv|excel)[- ]?(?:vorlage|datei|import|upload)?(?:\s+bitte)?[\s.!?]*$"),
    ("csv_template", r"vorlage(?: (?:für|als|zum) [\w -]{2,40})?[\s.!?]*$"),
)  # fmt: skip
WORDS: Final = frozenset(
    "csv excel bulk spreadsheet vorlage csv-vorlage csv-template excel-vorlage csv-datei excel-datei csv-file".split()
)
