"""The unit of work: everything one turn may read and write, on one connection, for one viewer, at one instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from handlers.ports import CatalogueProduct, HelpRequest, Ids
from program.access import BY_RULE, Viewer
from program.policy import Program
from program.routing import Territory
from storage.books import SqlBooks
from storage.channel_figures import SqlChannelFigures
from storage.decisions import SqlDecisions
from storage.disputes import SqlDisputes
from storage.feed import SqlLog
from storage.files import SqlFiles
from storage.leads import SqlLeads
from storage.links import SqlLinks
from storage.opportunities import SqlOpportunities
from storage.outbox import SqlOutbox
from storage.payouts import SqlPayouts
from storage.people import SqlPeople, in_sight
from storage.quotes import SqlPrices, SqlQuotes
from storage.registrations import SqlRegistrations
from storage.statement_lines import SqlStatements
from storage.tables import products, requests, territories
from storage.tiers import SqlTiers


class SqlWork:
    """`handlers.ports.Work` on an open transaction."""

    def __init__(
        self,
        connection: Connection,
        *,
        viewer: Viewer,
        at: datetime,
        program: Program,
        ids: Ids,
        catalogue: SqlCatalogue | None = None,
    ) -> None:
        self.at = at
        self.viewer = viewer
        self.program = program
        self.ids = ids
        self.people = SqlPeople(connection, viewer, at)
        self.links = SqlLinks(connection, at)
        self.files = SqlFiles(connection, ids.customer)
        self.registrations = SqlRegistrations(connection, viewer, at)
        self.decisions = SqlDecisions(connection, viewer)
        self.opportunities = SqlOpportunities(connection, viewer)
        self.leads = SqlLeads(connection, viewer)
        self.books = SqlBooks(connection, at, program.currency)
        self.statements = SqlStatements(connection, viewer)
        self.prices = SqlPrices(connection)
        self.quotes = SqlQuotes(connection, viewer, at)
        self.channel_figures = SqlChannelFigures(connection, viewer)
        self.payouts = SqlPayouts(connection, viewer)
        self.disputes = SqlDisputes(connection, viewer)
        self.requests = SqlRequests(connection, viewer, at)
        self.catalogue = catalogue or SqlCatalogue(connection)
        self.tiers = SqlTiers(connection, viewer, at, currency=program.currency, zone=program.zone)
        self.log = SqlLog(connection, viewer.actor_id, at)
        self.outbox = SqlOutbox(connection, at)
        self._connection = connection

    def speaking(self, language: str) -> SqlWork:
        return self._seen_by(replace(self.viewer, member=replace(self.viewer.member, language=language)))

    def by_rule(self) -> SqlWork:
        return self._seen_by(BY_RULE)

    def _seen_by(self, viewer: Viewer) -> SqlWork:
        return SqlWork(self._connection, viewer=viewer, at=self.at, program=self.program, ids=self.ids, catalogue=self.catalogue)


class SqlRequests:
    """`handlers.ports.Requests` on a connection, for one viewer at an instant."""

    def __init__(self, connection: Connection, viewer: Viewer, at: datetime) -> None:
        self._connection = connection
        self._viewer = viewer
        self._at = at

    def add(self, request: HelpRequest) -> None:
        row = {
            "id": request.id,
            "member_id": request.member_id,
            "partner_id": request.partner_id,
            "text": request.text,
            "asked_at": request.asked_at,
            "answer": "",
        }
        self._connection.execute(insert(requests), row)

    def get(self, request_id: str) -> HelpRequest | None:
        found = self._read(requests.c.id == request_id)
        return found[0] if found else None

    def waiting(self) -> tuple[HelpRequest, ...]:
        return self._read(requests.c.answered_by.is_(None))

    def answer(self, request_id: str, *, text: str, by: str) -> bool:
        answered = self._connection.execute(
            update(requests)
            .where(
                requests.c.id == request_id,
                requests.c.answered_by.is_(None),
                in_sight(requests.c.partner_id, self._viewer),
            )
            .values(answer=text, answered_by=by, answered_at=self._at)
        )
        return answered.rowcount == 1

    def _read(self, condition: ColumnElement[bool]) -> tuple[HelpRequest, ...]:
        query = select(requests).where(condition, in_sight(requests.c.partner_id, self._viewer)).order_by(requests.c.asked_at)
        return tuple(
            HelpRequest(
                id=row["id"],
                member_id=row["member_id"],
                partner_id=row["partner_id"],
                text=row["text"],
                asked_at=row["asked_at"],
                answer=row["answer"],
                answered_by=row["answered_by"],
            )
            for row in self._connection.execute(query).mappings()
        )


class SqlCatalogue:
    """`handlers.ports.Catalogue` on a connection; the catalogue is the same for everybody, and read once in a turn."""

    def __init__(self, connection: Connection, *, products: tuple[CatalogueProduct, ...] | None = None) -> None:
        self._connection = connection
        self._products = products

    def products(self) -> tuple[CatalogueProduct, ...]:
        if self._products is None:
            self._products = self._read_products()
        return self._products

    def _read_products(self) -> tuple[CatalogueProduct, ...]:
        rows = self._connection.execute(select(products).order_by(products.c.position, products.c.name)).mappings()
        return tuple(
            CatalogueProduct(name=row["name"], family=row["family"], aliases=tuple(row["aliases"]), is_complex=row["is_complex"])
            for row in rows
        )

    def territories(self) -> tuple[Territory, ...]:
        rows = self._connection.execute(select(territories).order_by(territories.c.id)).mappings()
        return tuple(
            Territory(
                id=row["id"],
                name=row["name"],
                countries=frozenset(row["countries"]),
                industries=frozenset(row["industries"]),
                min_employees=row["min_employees"],
                max_employees=row["max_employees"],
                partner_id=row["partner_id"],
            )
            for row in rows
        )
