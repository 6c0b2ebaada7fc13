"""The bench on which bots are broken. `--seeds` says how many runs of each: one in `make test`, twenty in `make faults`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.house import House
from tests.faults.bench import Bench


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--seeds", type=int, default=1, help="how many runs of each fault")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("--seeds", default=1)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tells what tests measured: how long it took until all was well again, in seconds."""
    for report in terminalreporter.getreports("passed"):
        for name, seconds in getattr(report, "user_properties", ()):
            if report.when == "call" and isinstance(seconds, (int, float)):
                terminalreporter.write_line(f"{name} after {seconds:.1f} s: {report.nodeid.rpartition('::')[2]}")


@pytest.fixture
def bench(furnished_url: str) -> Iterator[Bench]:
    house = House(furnished_url)
    built = Bench(house)
    try:
        yield built
    finally:
        built.close()
        house.close()
