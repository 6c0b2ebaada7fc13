"""The link under which each registration is opened, by its token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, bindparam, select

from handlers.deal_links import deal_in
from handlers.reply import Reply
from storage.among import Among
from storage.prepared import Prepared
from storage.tables import deal_links

_TOKEN: Final = Prepared(select(deal_links.c.token).where(deal_links.c.registration_id == bindparam("registration")))


def with_links(connection: Connection, replies: Sequence[Reply]) -> list[Reply]:
    """The same of many, in one question."""
    named = [None if reply.deal else deal_in(reply) for reply in replies]
    asked = sorted({id for id in named if id is not None})
    query = select(deal_links.c.registration_id, deal_links.c.token).where(Among(deal_links.c.registration_id, asked))
    tokens = {row.registration_id: row.token for row in connection.execute(query)} if asked else {}
    return [replace(reply, deal=tokens[id]) if id in tokens else reply for reply, id in zip(replies, named, strict=True)]


def with_link(connection: Connection, reply: Reply) -> Reply:
    """The reply with the token of the deal that it is about, where it is about one."""
    named = None if reply.deal else deal_in(reply)
    token = None if named is None else _TOKEN.scalar(connection, {"registration": named})
    return reply if token is None else replace(reply, deal=token)
