"""What a rival has that nobody else may see, planted in every table, and the scan of replies for it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from bot.plain import render
from handlers.reply import Reply
from handlers.reply_json import dump
from storage.tables import conversations
from tests.bot.house import RIVAL_SECRETS, House, leaked

#: No reply is longer, whatever was said: it has to fit into one message of every chat.
LONGEST_REPLY: Final = 3000


def plant(house: House) -> tuple[str, ...]:
    """Everything a partner can have, for the rival: a draft, a quote, a question, a case in review, an invitation.

    Returns all of its secrets: names, amounts, contacts, and the ids that came of it.
    """
    rita, rolf, otto = house.talk("rival"), house.talk("rival-admin"), house.talk("other-manager")
    rita.say("Register Zeppelin Werke AG, contact Gerda Geheim, 314159 EUR, closing end of March")
    review = rita.say("yes").split("registered as ")[1].split()[0]
    request = _request(rita.say("I want to talk to a person"), rita.say("Tiefseekabel: who lays them?"))
    rita.say("Can I give 12 % on 5 FlowDesk CRM to Korallenriff Reisen GmbH?")
    quote = rita.say("yes").split(" now waits")[0].split()[-1]
    code = rolf.say("invite rolf.neu@felsenkante.example as seller").split("link ")[1].split()[0]
    otto.say(f"ask {review}: is Gerda Geheim your sponsor?")
    rita.notices()
    rita.press("Answer")
    rita.say("Gerda Geheim says yes")
    rita.say("Register Tiefseekabel GmbH, contact Gerda Geheim, 271828 EUR, closing end of May")
    drafts = [row["state"]["draft"]["id"] for row in house.rows(conversations) if row["member_id"] == "m-rival"]
    return (*RIVAL_SECRETS, quote, review, request, code, *drafts)


def _request(*replies: str) -> str:
    return replies[-1].split("as Q-")[1].split(".")[0].join(("Q-", ""))


def faults_of(reply: Reply, secrets: Iterable[str], *, said: str) -> list[str]:
    """What is wrong with a reply, whatever it replies to: silence, a defect, length, somebody else's secrets, broken text."""
    text = render(reply)
    everything = json.dumps(dump(reply), ensure_ascii=False)
    found = [f"gives away {secret}" for secret in leaked(text + everything, tuple(secrets), said=said)]
    if not text.strip():
        found.append("is silent")
    if "went wrong" in text or "schiefgegangen" in text:
        found.append("is a defect")
    if len(text) > LONGEST_REPLY:
        found.append(f"is {len(text)} characters long")
    if "\x00" in everything or "\\u0000" in everything or everything.encode("utf-8", "replace").decode() != everything:
        found.append("holds what no chat can hold")
    return found
