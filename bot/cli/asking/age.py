"""A length of time on the command line."""

from __future__ import annotations

from datetime import timedelta

import click


class Age(click.ParamType[timedelta]):
    """A length of time as the config writes it."""

    name = "age"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Of `90d`."""
        from bot.flow.keeping.prune import read_age

        try:
            return read_age(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
