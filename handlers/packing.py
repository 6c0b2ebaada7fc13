"""Office files are archives that remember when they were packed; packed again, the same content is the same bytes."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: The first instant that an archive can name.
_THEN = (1980, 1, 1, 0, 0, 0)


def fixed(archive: bytes) -> bytes:
    """The archive with the same entries in the same order, and no time."""
    sink = BytesIO()
    with ZipFile(BytesIO(archive)) as before, ZipFile(sink, "w") as after:
        for entry in before.infolist():
            named = ZipInfo(entry.filename, date_time=_THEN)
            named.compress_type = ZIP_DEFLATED
            after.writestr(named, before.read(entry))
    return sink.getvalue()
