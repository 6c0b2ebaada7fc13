"""A partner's logo, sent by its admin, and documents with the partner's name; what the guidelines do not allow is explained."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.brand import Brand, Logo
from handlers.branded_pdf import branded_pdf, places_in_pdf
from handlers.branded_pptx import branded_pptx, places_in_pptx
from handlers.clauses import clause_sources
from handlers.outcome import Outcome, offer, say
from handlers.ports import Work
from handlers.received import ReceivedPicture
from handlers.reply import Choice, File, Part, Text, Tone
from handlers.state import Conversation
from handlers.wording import Words
from program.access import Act
from program.co_branding import BrandingFault, may_co_brand
from program.collateral import Document
from program.policy import Policy

PDF, PPTX = "application/pdf", "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def take_logo(work: Work, conversation: Conversation, received: ReceivedPicture) -> Outcome:
    """Keeps the picture as the logo of the company of its admin, or says what is wrong with it."""
    words, partner = Words.of(work.viewer.member), work.viewer.partner
    if partner is None or not work.viewer.may(Act.BRAND):
        return say(conversation, words("logo.not_yours" if partner is not None else "upload.no_use"))
    if not isinstance(received.logo, Logo):
        policy = work.program.in_force(work.at)
        return Outcome(parts=fault_parts(received.logo, policy, words), conversation=conversation)
    work.logos.put(partner.id, received.logo)
    work.log.add("logo.replaced", partner.id)
    kept = Text(text=words("logo.kept", partner=partner.name), tone=Tone.SUCCESS)
    return Outcome(parts=(kept, _as_file(received.logo, words), *_logo_choices(words)), conversation=conversation)


def show_logo(work: Work, conversation: Conversation) -> Outcome:
    """The logo that is on record, or how one gets there."""
    words, partner = Words.of(work.viewer.member), work.viewer.partner
    if partner is None:
        return say(conversation, words("logo.of_partners"))
    logo = work.logos.get(partner.id)
    if logo is None:
        return say(conversation, words("logo.none" if work.viewer.may(Act.BRAND) else "logo.none_yet"))
    choices = _logo_choices(words) if work.viewer.may(Act.BRAND) else ()
    return Outcome(parts=(Text(text=words("logo.on_record")), _as_file(logo, words), *choices), conversation=conversation)


def remove_logo(work: Work, conversation: Conversation) -> Outcome:
    words, partner = Words.of(work.viewer.member), work.viewer.partner
    if partner is None or not work.viewer.may(Act.BRAND) or not work.logos.remove(partner.id):
        return say(conversation, words("press.outdated"))
    work.log.add("logo.removed", partner.id)
    return say(conversation, words("logo.removed"))


def _as_file(logo: Logo, words: Words) -> File:
    return File(name="logo.png", media_type="image/png", content=logo.content, title=words("logo.title"))


def _logo_choices(words: Words) -> tuple[Part, ...]:
    return offer([Choice(label=words("choice.remove_logo"), action="logo.remove")])


def fault_parts(faults: Sequence[BrandingFault], policy: Policy, words: Words) -> tuple[Part, ...]:
    """Each fault in a sentence, with the clause that it rests on."""
    sentences = [Text(text=words(f"branding.{fault.value}"), tone=Tone.WARNING) for fault in faults]
    clauses = [policy.clause(fault.ground).id for fault in faults]
    return (*sentences, clause_sources(clauses, policy, words))


def refusal(work: Work, fault: BrandingFault, words: Words) -> tuple[Part, ...]:
    """Why a document is handed out as it is; nothing at the vendor, whose own it is."""
    return () if work.viewer.partner is None else fault_parts([fault], work.program.in_force(work.at), words)


# ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def may_brand(work: Work, document: Document, content: bytes) -> BrandingFault | None:
    """Why the viewer's company cannot have the document with its name; None where it can. Only a partner can."""
    partner, rules = work.viewer.partner, work.program.in_force(work.at).branding
    if partner is None:
        return BrandingFault.TIER
    first = may_co_brand(document.kind, has_places=True, tier=partner.tier, rules=rules)
    if first is not None:  # the file need not be looked into
        return first
    return may_co_brand(document.kind, has_places=bool(_places(document, content)), tier=partner.tier, rules=rules)


def _places(document: Document, content: bytes) -> frozenset[str]:
    match document.media_type:
        case media_type if media_type == PDF:
            return places_in_pdf(content)
        case media_type if media_type == PPTX:
            return places_in_pptx(content)
        case _:
            return frozenset()


def brand_of(work: Work) -> Brand | None:
    """The viewer's company as it stands in a document, with the viewer as its contact; None at the vendor."""
    partner = work.viewer.partner
    if partner is None:
        return None
    return Brand(name=partner.name, contact=work.viewer.member.email, logo=work.logos.get(partner.id))


def branded(work: Work, document: Document, content: bytes, brand: Brand) -> bytes:
    """The document with the brand; only where `may_brand` has nothing against it."""
    rules = work.program.in_force(work.at).branding
    return (branded_pdf if document.media_type == PDF else branded_pptx)(content, brand, rules)
