"""A measured figure beside its goal."""

from __future__ import annotations


def judge(name: str, value: float, *, least: float | None = None, most: float | None = None) -> None:
    """Print a figure, and whether it meets its goal."""
    told = ""
    if least is not None:
        told = f"goal ≥ {least:g}: " + ("met" if value >= least else "MISSED")
    if most is not None:
        told = f"goal ≤ {most:g}: " + ("met" if value <= most else "MISSED")
    print(f"  {name:40} {value:8.2f}  {told}".rstrip())
