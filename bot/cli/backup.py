"""`newscrier backup`: everything that cannot be made again in one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.asking.call import Call, Verb, json_option, pass_call
from bot.cli.asking.door import start_logs
from bot.cli.telling.faults import say
from bot.cli.telling.output import print_json, print_lines, show_time
from bot.cli.telling.progress import measure


class _MakesByDefault(click.Group):
    """`newscrier backup FILE` is `newscrier backup make FILE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, with the verb that one leaves out."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["make", *args]
        return super().parse_args(ctx, args)


@click.group(
    "backup",
    cls=_MakesByDefault,
    help="Back up store, config, templates and the pictures of what waits, while the worker runs; put a "
    "backup back.\n\n"
    "`newscrier backup FILE` is short for `newscrier backup make FILE`.",
)
def command() -> None:
    """The noun."""


@command.command(
    "make",
    cls=Verb,
    examples=["newscrier backup make", "newscrier backup make /mnt/backups --with-key"],
    help="Write a backup of store, config, templates and the pictures of posts that have not left, and "
    "read it again to be sure.\n\n"
    "FILE is a file's name or a folder; data/backups where none is given, though another disk is better. "
    "The worker may go on. Left out are all other pictures, logs, the articles' files, and every secret that "
    "the config names or that lies in config/secrets. Sessions are in it, encrypted: without the key, "
    "channels are connected anew after a restore.",
)
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--with-key", is_flag=True, help="Put the key in, too: whoever has the file can post in your name then."
)
@json_option()
@pass_call
def make(call: Call, file: Path | None, *, with_key: bool, as_json: bool) -> None:
    """The file's name on stdout."""
    from bot.flow.keeping.backup import back_up

    start_logs(call, "warning")
    with measure("copying the store") as tell:
        done = back_up(call.start, file, with_key=with_key, tell=tell)
    if as_json:
        print_json(
            {
                "file": str(done.file),
                "made_at": done.made_at,
                "bytes": done.size,
                "files": done.files,
                "with_key": done.with_key,
                "left_out": list(done.left_out),
            }
        )
        return
    print_lines(str(done.file))
    say(f"backed up: {done.files} files, {done.size / 1e6:.1f} MB, read again and found whole")
    for name in done.left_out:
        say(f"left out: {name} is a secret of your config; keep it elsewhere")


@command.command(
    "restore",
    cls=Verb,
    examples=["newscrier backup restore newscrier-20270301-120000.tar.gz"],
    help="Put a backup in the place of this project, or make one of it here. The worker must not run.\n\n"
    "What was there is kept in data/before-restore-…. What may have been posted after the backup was made "
    "does not leave by itself: it is held until you have looked whether it is online.",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--only-store", is_flag=True, help="Leave config, templates and key as they are.")
@json_option()
@pass_call
def restore(call: Call, file: Path, *, only_store: bool, as_json: bool) -> None:
    """What to do next stands on stderr."""
    from bot.flow.keeping.restore import restore as put_back

    start_logs(call, "warning")
    done = put_back(call.start, file, actor=call.actor, only_store=only_store)
    if as_json:
        print_json(
            {
                "project": str(done.project),
                "made_at": done.made_at,
                "held": done.held,
                "kept_in": str(done.aside) if done.aside else None,
                "locked_out": done.locked_out,
            }
        )
        return
    say(f"restored into {done.project}: the backup of {show_time(done.made_at)}")
    if done.aside is not None:
        say(f"what was there before is kept in {done.aside}")
    if done.locked_out:
        say("there was no key for the stored sessions: channels log in anew (newscrier channel verify)")
    if done.held:
        say(f"held, since they may be online already: {done.held} posts (newscrier post list --state held)")
    say("new articles from before this moment will be held, too; then: newscrier doctor, newscrier run")
