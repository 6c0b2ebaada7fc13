"""What a seller may say to the bot at any moment: pieces of deals in both languages, answers, acts, commands and nonsense."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from handlers.registration_form import SHOWN

#: Customers: unknown ones, ones like each other, the vendor's own, one that is protected for somebody else, and no names at all.
COMPANIES: Final = (
    "Lindenhof Apotheke GmbH", "Quellwasser Technik AG", "Birkenau Verlag", "Birkenau Verlag Holding AG", "Seerose Ltd",
    "Zeppelin Werke AG", "Zeppelin Werke Austria GmbH", "Donau Logistik GmbH", "Rheingold Pharma AG", "Rheingold Pharma",
    "B2B 24/7 SE", "Ö", "GmbH", "42",
)  # fmt: skip
CONTACTS: Final = (
    "Paul Probe", "Dr. Ines Imhof", "ines@lindenhof.example", "paul.probe@quellwasser.example, +49 30 901820",
    "+49 30 901820", "paul@@quellwasser", "paul at quellwasser", "nobody", "Paul Probe or Ines Imhof",
)  # fmt: skip
DATES: Final = (
    "end of March", "mid May", "Ende Juni", "in 3 weeks", "Q1", "KW 20", "05/06/2027", "31.03.2027", "1 March 2026",
    "yesterday", "30 February", "in 12 years", "tomorrow", "next summer", "29.02.2028",
)  # fmt: skip
AMOUNTS: Final = (
    "45k EUR", "60k", "1,2 Mio. €", "20 bis 30k EUR", "1.200", "50", "70k USD", "0 EUR", "-5k EUR", "999 billion EUR",
    "12.345,67 EUR", "£30k", "0.001 EUR", "a lot",
)  # fmt: skip
PRODUCTS: Final = (
    "Nimbus Backup", "the CRM", "InsightBI", "Perpetuum Mobile", "backup and bi",
)  # fmt: skip
MORE: Final = (
    "in Austria", "250 employees", "in logistics", "-3 employees", "the vendor has not been in touch", "HRB 12345",
    "seerose.example",
)  # fmt: skip
#: Of all these, what no registration can hold or nobody can read.
REFUSED: Final = (
    "1 March 2026", "yesterday", "30 February", "in 12 years", "0 EUR", "-5k EUR", "999 billion EUR", "a lot", "Perpetuum Mobile",
)  # fmt: skip

_company, _contact, _date, _amount = (st.sampled_from(words) for words in (COMPANIES, CONTACTS, DATES, AMOUNTS))
_product, _more = st.sampled_from(PRODUCTS), st.sampled_from(MORE)
_part = st.one_of(_date.map("closing {}".format), _contact.map("contact {}".format), _amount, _product, _more)
_teil = st.one_of(_date.map("Abschluss {}".format), _contact.map("Ansprechpartner {}".format), _amount, _product)


def _all(*parts: str | list[str]) -> str:
    said = [part if isinstance(part, str) else ", ".join(part) for part in parts]
    return ", ".join(part for part in said if part)


OPENINGS: Final = st.one_of(
    st.sampled_from(("I want to register a deal", "new deal", "register")),
    st.builds(_all, _company.map("Register {}".format), st.lists(_part, max_size=4)),
    st.builds("Register a deal: {}, contact {}, {}, closing {}".format, _company, _contact, _amount, _date),
)
GERMAN_OPENINGS: Final = st.one_of(
    st.sampled_from(("Ich möchte einen Deal anmelden", "neuer Deal")),
    st.builds(_all, _company.map("Registriere {}".format), st.lists(_teil, max_size=4)),
)
TWO: Final = st.one_of(
    st.builds("Register two deals: {} {} {}, and {} {} {}".format, _company, _amount, _date, _company, _amount, _date),
    st.builds("Zwei Deals: {} {} {} und {} {} {}".format, _company, _amount, _date, _company, _amount, _date),
)
ANSWERS: Final = st.one_of(
    _company, _contact, _date, _amount, _product, _more,
    st.builds(_all, _part, _part),
    _amount.map("no, make that {}".format), _amount.map("der Betrag ist {}".format), _amount.map("yes, but make it {}".format),
    _date.map("ja, aber Abschluss {}".format), _date.map("close date {}".format), _contact.map("change the contact to {}".format),
    _company.map("the customer is {}".format), _contact.map("e-mail is {}".format), _product.map("yes but with {}".format),
)  # fmt: skip
ACTS: Final = st.sampled_from((
    "no", "nein", "skip", "later", "überspringen", "weiß ich noch nicht", "no contact yet", "no amount yet",
    "the date is wrong", "March is wrong", "remove the amount", "lösch das Produkt", "the contact is wrong",
    "why do you need that?", "warum?", "what is missing?", "was fehlt noch?", "repeat", "show me the form", "Formular",
    "the same company", "es ist eine andere Firma", "it belongs to them", "the second one", "die erste", "thanks!",
    "danke dir", "hello", "hallo", "back to Lindenhof", "pounds", "April", "haha you are quick", "let me talk to a person",
    "ich möchte mit jemandem sprechen", "EUR", "who are you?",
))  # fmt: skip
COMMANDS: Final = st.sampled_from((
    "my deals", "meine Deals", "help", "Hilfe", "members", "queue", "auf Deutsch bitte", "in English please",
    "how long is a registration valid?", "wie lange gilt der Schutz?", "does the backup run on a mainframe?",
    "what was my commission last month?", "which tier are we?", "we need MDF for an event", "status of R-RIVAL2",
    "show R-RIVAL3", "approve R-RIVAL2", "answer Q-RIVAL4: no", "is Rheingold Pharma AG registered by another partner?",
    "deals of Felsenkante", "status of Lindenhof", "what's the weather?", "invite eva@nordwind.example as seller",
    "ist Seerose Ltd noch frei?",
))  # fmt: skip
NONSENSE: Final = st.one_of(
    st.sampled_from((
        "", " ", "\x00", "?!", "hm hm hm", "🙂", "\ud800", "\u202eGBmG", "<!channel> <b>x</b>", "{company} %s ${7*7}",
        "'; DROP TABLE members; --", "asdf qwer", "0", "-1", "²", "99999999999999999999", "blablabla " * 300, "12 34 56 78",
        "und", "acme", "@", "draft.confirm/x/1",
    )),
    # Led by a word that agrees to nothing, so that whatever follows is no yes.
    st.text(max_size=60).map("zzq {}".format),
)  # fmt: skip
#: What confirms a summary, and only these.
AGREEING: Final = ("yes", "ja", "ok, submit it", "passt so", "yes please", "go ahead", "abschicken")
UNDOING: Final = ("undo", "rückgängig", "undo that", "mach das rückgängig")
CANCELLING: Final = ("cancel", "abbrechen", "forget it", "vergiss es")
#: How a cancelled draft is brought back; "[]" presses the button.
BACK: Final = ("[]", "undo", "rückgängig")

_values = {
    "company": _company,
    "contact_name": st.one_of(_contact, st.just("Paul Probe")),
    "contact_email": _contact,
    "contact_phone": _contact,
    "close_date": _date,
    "amount": _amount,
    "product": _product,
    "country": st.sampled_from(("DE", "Austria", "Atlantis")),
    "industry": st.sampled_from(("logistics", "x" * 300)),
    "employees": st.sampled_from(("250", "many", "-1", "0", "9" * 12)),
    "vendor_engaged": st.sampled_from(("yes", "no", "ja", "perhaps")),
    "domain": st.sampled_from(("seerose.example", "no website", "..")),
    "register_number": st.sampled_from(("HRB 12345", "HRB", "none")),
}
#: What comes back with a form: some of the fields, good and bad, also emptied, and words for forms of one question.
FIELDS: Final = st.fixed_dictionaries(
    {},
    optional={slot.value: st.one_of(_values[slot.value], st.just("")) for slot in SHOWN}
    | {"text": st.sampled_from(("Paul Probe will sign.", "", "cancel"))},
)
#: Customers that nobody has ever heard of, one for each time that a conversation begins anew.
FRESH: Final = tuple(
    f"{first} {second} GmbH"
    for second in ("Weberei", "Brauhaus", "Optik", "Gartenbau")
    for first in ("Kranichfeld", "Wattwurm", "Isarflimmern", "Moorbirke", "Dünenhafer", "Eulenspiel", "Taubnessel", "Glühwürmchen")
)
