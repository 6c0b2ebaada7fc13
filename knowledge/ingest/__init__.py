"""Files into chunks, safely: whatever a file is and does, what comes of it is a document or the reason why not."""

from knowledge.ingest.files import Files, read_file
from knowledge.ingest.formats import ENDINGS
from knowledge.ingest.limits import LIMITS, Limits

__all__ = ["ENDINGS", "LIMITS", "Files", "Limits", "read_file"]
