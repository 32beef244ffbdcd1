"""`newscrier post`: what is to be sent, was sent, and waits for a person."""

from __future__ import annotations

import click

from bot.cli.post import approval, listing, release, showing


@click.group("post", help="List, show, approve, reject, edit, retry, revive, cancel and settle posts.")
def command() -> None:
    """The noun."""


for _verb in (
    listing.list_them,
    showing.show,
    approval.approve,
    approval.reject,
    approval.edit,
    release.retry,
    release.revive,
    release.cancel,
    release.settle,
):
    command.add_command(_verb)
