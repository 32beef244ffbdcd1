"""Articles in a person's hands: what is online corrected, left, and taken back, by name."""

from pathlib import Path

from cli_stage import Newscrier


def test_what_is_online_is_corrected_and_taken_back(newscrier: Newscrier, project: Path) -> None:
    assert newscrier("run", "--once").code == 0
    (file,) = (project / "inbox").glob("*.txt")
    page = project / "out" / "index.html"
    article = str(newscrier("article", "list", "--json").data[0]["id"])
    assert "nothing to do" in newscrier("article", "correct", article).err
    file.write_text(file.read_text().replace("12,000", "14,000"))
    assert newscrier("run", "--once").code == 0
    (problem,) = newscrier("article", "list", "--problems", "--json").data
    assert "12,000" in problem["message"]
    assert "needs a look" in newscrier("article", "list", "--problems").out
    assert "posts online that need a look: 1" in newscrier("health").out
    assert "12,000" in page.read_text()
    told = newscrier("article", "correct", article, "--as", "ada")
    assert (told.code, "the post is to be changed (scheduled)" in told.err) == (0, True)
    assert newscrier("run", "--once").code == 0
    assert "14,000" in page.read_text()
    assert "12,000" not in page.read_text()
    assert newscrier("article", "list", "--problems", "--json").data == []
    assert "edit: " in newscrier("post", "list").out
    assert newscrier("article", "correct", article, "--leave", "-m", "x").code == 2
    assert newscrier("article", "withdraw", article).code == 2
    told = newscrier("article", "withdraw", article, "--reason", "a hoax", "--json")
    assert [one["how"] for one in told.data] == ["delete"]
    assert newscrier("post", "settle", told.data[0]["delivery"], "--gone", "--again").code == 2
    assert newscrier("run", "--once").code == 0
    assert "14,000" not in page.read_text()
    assert newscrier("article", "withdraw", article, "--reason", "again").code == 1
    assert newscrier("article", "correct", article).code == 1
