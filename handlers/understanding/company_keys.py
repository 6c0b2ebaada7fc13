"""The two things that identify a company better than its name: its web domain and its number in the commercial register."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from handlers.understanding.company_fold import fold

# Everybody can have an address there, so it says nothing about a company: under any ending …
_FREE_MAIL: Final = frozenset(
    "gmail googlemail gmx yahoo ymail hotmail outlook live msn aol icloud protonmail tutanota posteo t-online freenet".split()
)
# … or as this one domain ("web.de", but not "web.com").
_FREE_DOMAINS: Final = frozenset(
    """web.de mail.de mail.com mail.ru mail.ch email.de email.com online.de onlinehome.de 1und1.de arcor.de alice-dsl.de
    alice.it kabelmail.de unitybox.de vodafone.de vodafonemail.de magenta.de netcologne.de ewetel.net ewe.net o2online.de
    o2mail.de mailbox.org yandex.ru yandex.com proton.me pm.me tuta.com tuta.io me.com mac.com hey.com fastmail.com
    zoho.com rocketmail.com a1.net aon.at chello.at inode.at bluewin.ch hispeed.ch sunrise.ch orange.fr wanadoo.fr free.fr
    laposte.net sfr.fr libero.it virgilio.it tiscali.it telefonica.net terra.es wp.pl onet.pl interia.pl o2.pl seznam.cz
    centrum.cz btinternet.com sky.com ntlworld.com virginmedia.com talktalk.net comcast.net verizon.net att.net
    sbcglobal.net bellsouth.net cox.net charter.net shaw.ca rogers.com sympatico.ca qq.com 163.com 126.com sina.com
    naver.com hanmail.net daum.net rediffmail.com bigpond.com optusnet.com.au telenet.be skynet.be ziggo.nl kpnmail.nl
    planet.nl home.nl xs4all.nl hetnet.nl telia.com""".split()
)
# Hosts that lend their name out: there the company is the label before it.
_LENT: Final = frozenset(
    "wixsite.com github.io wordpress.com blogspot.com jimdofree.com jimdosite.com weebly.com sharepoint.com".split()
)
_SECOND_LEVEL: Final = frozenset("co com org net ac gov edu or ne gv ltd plc go gob gouv nom".split())
_HOST: Final = re.compile(r"[^\s@/?#:<>,;]+")
_LABEL: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")

# Registers kept court by court: a number says little without its court. And registers with one number for the whole country.
_LOCAL: Final = re.compile(
    r"\b(hr\s?a|hr\s?b|gnr|gsr|pr|vr)\W{0,3}(?:(?:nr|no|nummer)\b\W{0,3})?(\d(?:[\d. ]{0,12}\d)?)\s?(?:(b|ki|fl|hl|pi)\b)?"
)
_NATIONAL: Final = re.compile(
    r"\b(fn|che|siren|kvk|krs|company (?:no|number|nr|registration number))\W{0,3}(?:(?:nr|no|nummer)\b\W{0,3})?"
    r"(\d(?:[\d. -]{0,14}\d)?)\s?([a-z]\b)?"
)
_COURT: Final = re.compile(
    r"(?:amtsgerichts?|registergericht|handelsregister|\bag)\b[\s:]+(?:(?:des|in|beim|am|amtsgerichts?)\s+)*"
    r"([a-z][a-z().-]+(?: (?!hr ?[ab]\b)[a-z().-]+)?)"
)
_COURTS: Final = {"berlin": "charlottenburg", "berlin charlottenburg": "charlottenburg", "charlottenburg berlin": "charlottenburg"}


@lru_cache(maxsize=1024)  # a turn asks several times for the same
def domain_key(text: str) -> str | None:
    """The registrable domain in a host name, web address or e-mail address ("https://www.shop.acme.co.uk/x" → "acme.co.uk").

    None for what is no domain and for free mail, which many companies share. International names are in their ASCII form.
    """
    found = _HOST.match(text.strip()[:500].split("://", 1)[-1].rsplit("@", 1)[-1].lower())
    if not found:
        return None
    try:
        labels = found[0].strip(".").encode("idna").decode("ascii").split(".")
    except UnicodeError:
        return None
    if len(labels) < 2 or labels[-1].isdigit() or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    lent = ".".join(labels[-2:]) in _LENT
    two_endings = len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    registered = labels[-3:] if lent or two_endings else labels[-2:]
    domain = ".".join(registered)
    shared = domain in _LENT or domain in _FREE_DOMAINS or registered[0] in _FREE_MAIL
    return None if shared or (two_endings and len(registered) < 3) else domain


def register_key(text: str) -> str | None:
    """ "HRB 12345 B, Amtsgericht Charlottenburg" → "hrb 12345 b@charlottenburg"; without its court "hrb 12345 b"; None for neither.

    Numbers that are one for a whole country (Austria's FN, Switzerland's CHE, …) have no court.
    """
    folded = fold(text)
    national = _NATIONAL.search(folded)
    if national:
        kind = national[1] if " " not in national[1] else "company"
        return " ".join(filter(None, (kind, re.sub(r"\D", "", national[2]), national[3])))
    local = _LOCAL.search(folded)
    if not local:
        return None
    number = " ".join(filter(None, (local[1].replace(" ", ""), re.sub(r"\D", "", local[2]).lstrip("0"), local[3])))
    found = _COURT.search(folded)
    if not found:
        return number
    court = " ".join(re.findall("[a-z]+", found[1]))
    return f"{number}@{_COURTS.get(court, court)}"


def decides(key: str) -> bool:
    """Whether a register key names one entry: a local number needs its court."""
    return "@" in key or key.split(" ")[0] not in ("hra", "hrb", "gnr", "gsr", "pr", "vr")
