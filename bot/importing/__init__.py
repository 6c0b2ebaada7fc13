"""A real program comes in as CSV files, one for each kind of thing: checked line by line, all or nothing, repeatable."""

from bot.importing.billing import COLUMNS as BILLING
from bot.importing.billing import import_billing
from bot.importing.importer import KINDS, ImportResult, import_file
from bot.importing.problems import LineProblem
from bot.importing.registrations import import_registrations

__all__ = ["BILLING", "KINDS", "ImportResult", "LineProblem", "import_billing", "import_file", "import_registrations"]
