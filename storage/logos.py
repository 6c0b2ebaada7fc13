"""Partners' logos for one viewer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from handlers.brand import Logo
from program.access import Viewer
from storage.branding_tables import partner_logos
from storage.people import in_sight
from storage.upsert import upsert


class SqlLogos:
    """`handlers.ports_branding.Logos` on a connection, for one viewer at an instant."""

    def __init__(self, connection: Connection, viewer: Viewer, at: datetime) -> None:
        self._connection = connection
        self._viewer = viewer
        self._at = at

    def get(self, partner_id: str) -> Logo | None:
        query = select(partner_logos).where(
            partner_logos.c.partner_id == partner_id, in_sight(partner_logos.c.partner_id, self._viewer)
        )
        row = self._connection.execute(query).first()
        return None if row is None else Logo(content=row.content, width=row.width, height=row.height)

    def put(self, partner_id: str, logo: Logo) -> None:
        if not self._viewer.sees(partner_id):
            return
        row = {
            "partner_id": partner_id,
            "content": logo.content,
            "width": logo.width,
            "height": logo.height,
            "replaced_at": self._at,
        }
        self._connection.execute(upsert(self._connection, partner_logos, ["partner_id"]).values(row))

    def remove(self, partner_id: str) -> bool:
        theirs = in_sight(partner_logos.c.partner_id, self._viewer)
        gone = self._connection.execute(delete(partner_logos).where(partner_logos.c.partner_id == partner_id, theirs))
        return gone.rowcount == 1
