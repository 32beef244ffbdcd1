"""Posts in a person's hands: approved, edited, rejected, revived, by name."""

import getpass
from pathlib import Path

from cli_stage import Newscrier

TEXT = "The town fair drew a record crowd\n\nIt drew 12,000 visitors.\n"


def test_an_edit_from_a_file_is_approved_by_its_hash(
    newscrier: Newscrier, project: Path, waiting: str
) -> None:
    (project / "better.txt").write_text(TEXT)
    told = newscrier("post", "edit", waiting, "--text", "better.txt", "--as", "Ada Brandt", "--json")
    assert (told.code, told.data["state"]) == (0, "awaiting approval")
    row = newscrier("post", "show", waiting, "--json").data
    assert row["text"] == TEXT.strip()
    assert row["edited_by"] == f"Ada Brandt (as {getpass.getuser()})"
    assert "written by" in newscrier("post", "show", waiting).out
    assert newscrier("post", "approve", waiting, "--hash", row["text_hash"]).code == 0
    assert newscrier("run", "--once").code == 0
    assert "It drew 12,000 visitors." in (project / "out" / "index.html").read_text()


def test_what_the_article_does_not_say_needs_a_word(
    newscrier: Newscrier, project: Path, waiting: str
) -> None:
    (project / "wrong.txt").write_text(TEXT.replace("12,000", "13,000"))
    line = ("post", "edit", waiting, "--text", "wrong.txt")
    refused = newscrier(*line)
    assert refused.code == 1
    assert "'13,000' does not stand in the article" in refused.err
    assert "--sure" in refused.err
    assert newscrier(*line, "--sure").code == 0
    assert newscrier("post", "edit", waiting, "--undo").code == 0
    assert "12,000" in newscrier("post", "show", waiting).out
    assert newscrier("post", "edit", waiting, "--undo", "--sure").code == 2
    assert newscrier("post", "edit", waiting).code == 2


def test_rejected_and_revived(newscrier: Newscrier, waiting: str) -> None:
    assert newscrier("post", "reject", waiting).code == 2
    assert newscrier("post", "reject", waiting, "--reason", " ").code == 2
    assert newscrier("post", "reject", waiting, "--reason", "not ours", "--as", "ada").code == 0
    row = newscrier("post", "show", waiting, "--json").data
    assert (row["state"], row["reason"]) == (
        "cancelled",
        f"rejected by ada (as {getpass.getuser()}): not ours",
    )
    told = newscrier("post", "revive", waiting)
    assert (told.code, "newscrier post retry" in told.err) == (1, True)
    assert newscrier("post", "revive", "--channel", "timeline").code == 0
    assert newscrier("post", "approve", waiting, "--hash", row["text_hash"], "--as", "").code == 2


def test_a_backup_by_its_short_name(newscrier: Newscrier, project: Path, waiting: str) -> None:
    del waiting
    made = newscrier("backup", "b.tar.gz")
    assert (made.code, made.out.strip()) == (0, str(project / "b.tar.gz"))
    assert newscrier("backup", "b.tar.gz").code == 1
    done = newscrier("backup", "restore", "b.tar.gz", "--json")
    assert (done.code, done.data["held"]) == (0, 1)
    assert "restored: the backup is of" in newscrier("post", "list").out
    assert newscrier("prune", "--older", "1h").code == 2
    assert newscrier("prune", "--dry-run", "--json").data["bodies"] == 0
