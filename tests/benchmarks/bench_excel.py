"""An export of 100,000 rows against openpyxl's write-only mode on the same rows; memory of both is printed."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl

from core.exports import Cell, Table, write_xlsx
from tests.benchmarks.interleaved import print_ratio

ROWS = 100_000
LABELS = ["Name", "AGS", "Landkreis", "Einwohner", "Im Amt", "Zuständig", "Stand", "Datum"]


def rows(number: int = ROWS) -> Iterator[list[Cell]]:
    for n in range(number):
        person = f"Erika Musterfrau {n % 400}"
        yield [f"Musterstadt {n}", f"{14_000_000 + n}", "Musterkreis", n, person, "Petra Muster", "Entwurf", DAY]


DAY = date(2026, 11, 24)


def ours() -> None:
    with tempfile.TemporaryFile() as file:
        write_xlsx(Table("Kommunen", ["Kommunen", "Stand: heute"], LABELS, rows()), file)


def openpyxls() -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Kommunen")
    sheet.append(LABELS)
    for row in rows():
        sheet.append(row)
    with tempfile.TemporaryFile() as file:
        book.save(file)


def test_excel_against_openpyxl():
    print_ratio("Excel of 100,000 rows to openpyxl", ours, openpyxls, rounds=2, aim=0.2)
    for name in (ours.__name__, openpyxls.__name__):
        sys.stdout.write(f"{name}: {_peak(name):.0f} MB at most\n")


def high_water() -> int:
    """Kilobytes this process has needed at most."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))


def _peak(name: str) -> float:
    """Megabytes a process of its own needs at most, without what it had before it began."""
    program = (
        "from tests.benchmarks import bench_excel as bench; before = bench.high_water(); "
        f"bench.{name}(); print(bench.high_water() - before)"
    )
    return int(subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout) / 1024
