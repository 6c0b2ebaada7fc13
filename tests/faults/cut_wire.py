"""A wire between bots and PostgreSQL that can be cut: what is on it stands still, breaks, and nobody gets through."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event, Thread
from urllib.parse import parse_qs, urlsplit

_SOCKET = ".s.PGSQL.5432"


class Wire:
    """Listens in a folder of its own, as PostgreSQL does, and hands on to the server of the URL. `url` leads through it."""

    def __init__(self, url: str, folder: Path) -> None:
        (host,) = parse_qs(urlsplit(url).query)["host"]
        self.url = url.replace(host, str(folder))
        self._server_at = str(Path(host) / _SOCKET)
        self._socket = folder / _SOCKET
        self._loop = asyncio.new_event_loop()
        self._wires: set[asyncio.StreamWriter] = set()
        self._whole = asyncio.Event()
        self._is_cut = False
        self._ready = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    def stand_still(self) -> None:
        """From here on, nothing gets through, and nobody is told."""
        self._call(self._whole.clear)

    def cut(self) -> None:
        """Every connection breaks, and so does each new one."""

        def cut() -> None:
            self._is_cut = True
            for writer in self._wires:
                writer.transport.abort()

        self._call(cut)

    def mend(self) -> None:
        def mend() -> None:
            self._is_cut = False
            self._whole.set()

        self._call(mend)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)

    def _call(self, what: object) -> None:
        done = Event()

        def call() -> None:
            what()  # type: ignore[operator]  # one of the three above
            done.set()

        self._loop.call_soon_threadsafe(call)
        assert done.wait(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._whole.set()
        server = self._loop.run_until_complete(asyncio.start_unix_server(self._connected, str(self._socket)))
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for writer in self._wires:
            writer.transport.abort()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if not self._is_cut:
                await self._joined(reader, writer)
        except OSError:
            return  # the server is not there just now
        finally:
            self._end(writer)

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(self._server_at)
        self._wires |= {writer, back}
        try:
            await asyncio.gather(self._carry(reader, back), self._carry(there, writer), return_exceptions=True)
        finally:
            self._wires -= {writer, back}
            self._end(back)

    def _end(self, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort() if self._is_cut else writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while some := await reader.read(65536):
                await self._whole.wait()
                writer.write(some)
                await writer.drain()
        finally:
            self._end(writer)
