"""The unit of work: everything one turn may read and write, on one connection, for one viewer, at one instant."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from handlers.ports import CatalogueProduct, Ids
from handlers.ports_library import Analyser, Answers, Chunk, Terms
from program.access import BY_RULE, Viewer
from program.collateral import Document
from program.partners import Member, Partner
from program.policy import Program
from program.routing import Territory
from storage.approval_places import SqlApprovalPlaces
from storage.asked import SqlAskedQuestions
from storage.books import SqlBooks
from storage.channel_figures import SqlChannelFigures
from storage.decisions import SqlDecisions
from storage.disputes import SqlDisputes
from storage.feed import SqlLog
from storage.files import SqlFiles
from storage.leads import SqlLeads
from storage.library import SqlLibrary
from storage.links import SqlLinks
from storage.logos import SqlLogos
from storage.nudges import SqlNudges
from storage.opportunities import SqlOpportunities
from storage.outbox import SqlOutbox
from storage.payouts import SqlPayouts
from storage.people import SqlPeople, viewer_from
from storage.prepared import Prepared
from storage.quotes import SqlPrices, SqlQuotes
from storage.registrations import SqlRegistrations
from storage.requests import SqlRequests
from storage.statement_lines import SqlStatements
from storage.tables import products, territories
from storage.tier_looks import SqlTierLooks
from storage.tiers import SqlTiers

_PRODUCTS: Final = Prepared(select(products).order_by(products.c.position, products.c.name))
_TERRITORIES: Final = Prepared(select(territories).order_by(territories.c.id))


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
        answers: Answers | None = None,
        analyser: Analyser | None = None,
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
        self.asked = SqlAskedQuestions(connection, viewer, at)
        self.catalogue = catalogue or SqlCatalogue(connection)
        self.answers = answers or Answers()
        self.library = SqlLibrary(connection, viewer, at, analyser or _NoAnalyser())
        self.tiers = SqlTiers(connection, viewer, at, currency=program.currency, zone=program.zone)
        self.tier_looks = SqlTierLooks(connection, at)
        self.nudges = SqlNudges(connection, at)
        self.logos = SqlLogos(connection, viewer, at)
        self.log = SqlLog(connection, viewer.actor_id, at)
        self.outbox = SqlOutbox(connection, at)
        self.approvals = SqlApprovalPlaces(connection, at)
        self._connection = connection
        self._analyser = analyser

    def speaking(self, language: str) -> SqlWork:
        return self._seen_by(replace(self.viewer, member=replace(self.viewer.member, language=language)))

    def as_member(self, member: Member, partner: Partner | None) -> SqlWork:
        return self._seen_by(viewer_from(self._connection, member, partner, self.at))

    def by_rule(self) -> SqlWork:
        return self._seen_by(BY_RULE)

    def _seen_by(self, viewer: Viewer) -> SqlWork:
        return SqlWork(
            self._connection,
            viewer=viewer,
            at=self.at,
            program=self.program,
            ids=self.ids,
            catalogue=self.catalogue,
            answers=self.answers,
            analyser=self._analyser,
        )


class _NoAnalyser:
    """For whoever reads the library only."""

    def terms(self, document: Document, chunk: Chunk) -> Terms:
        raise RuntimeError("nothing is put into the library, or taken out of it, without an analyser")


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
        rows = _PRODUCTS.rows(self._connection, {})
        return tuple(
            CatalogueProduct(name=row["name"], family=row["family"], aliases=tuple(row["aliases"]), is_complex=row["is_complex"])
            for row in rows
        )

    def territories(self) -> tuple[Territory, ...]:
        rows = _TERRITORIES.rows(self._connection, {})
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
