"""The same story under another name, and what makes a revision."""

from dataclasses import replace

from bot.extract.documents.fingerprint import digest_document, fingerprint
from bot.extract.documents.plain import read_text
from bot.model import Note

STORY = "The Café “Mitte” opens on Monday, said its owner, Ann Lee. It has 40 seats."
DOCUMENT = read_text(f"Café opens\n\n{STORY}", title=None, language="en")


def test_layout_case_and_marks_make_no_other_story() -> None:
    other = read_text(
        f"News\nCAFÉ OPENS\n\n{STORY.replace('“', chr(34)).replace('”', chr(34))}\n\nRelated content",
        title=None,
        language="de",
    )
    assert fingerprint(other) == fingerprint(DOCUMENT)
    assert digest_document(other) != digest_document(DOCUMENT)


def test_another_number_makes_another_story() -> None:
    other = read_text(f"Café opens\n\n{STORY.replace('40', '41')}", title=None, language="en")
    assert fingerprint(other) != fingerprint(DOCUMENT)


def test_the_digest_sees_title_body_and_metadata_only() -> None:
    around = read_text(f"Café opens\n\n{STORY}\n\nRelated content\nAnother title", title=None, language="en")
    assert digest_document(around) == digest_document(DOCUMENT)
    assert digest_document(replace(DOCUMENT, note=Note(post=False))) != digest_document(DOCUMENT)
    assert digest_document(replace(DOCUMENT, title="Café opens.")) != digest_document(DOCUMENT)
    assert len(digest_document(DOCUMENT)) == len(fingerprint(DOCUMENT)) == 64
