"""What a process and those that it started take of memory and processor, as Linux counts it."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def list_processes(pid: int) -> list[int]:
    """The process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(one for child in children for one in list_processes(int(child)))]


def read_peak(pid: int) -> float:
    """The most memory that a process has held so far, in MB."""
    return _read(pid, "VmHWM")


def read_shared(pid: int) -> float:
    """What of a process's memory are pages of files, which the system takes back where it needs them; MB."""
    return _read(pid, "RssFile")


def _read(pid: int, name: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"process {pid} does not tell {name}")


def forget_peak(pid: int) -> None:
    """From now on `read_peak` tells of what comes."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")


def read_cpu(pid: int) -> float:
    """Seconds of the processor that a process and those that it waited for have taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS
