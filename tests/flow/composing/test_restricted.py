"""Names under restriction: found wherever followers would read them, and said nowhere."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flow_stage import Script, StageClock, drop, lay_project, open_stage, take_in

from bot.flow import show
from bot.flow.composing.restricted import find_restricted, names
from bot.flow.editing import approve, edit, steer
from bot.flow.editing.refusing import WrongState
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.model import Attachment, DeliveryState, Mark, MarkedText, Post
from bot.settings.legal import Restriction

NAME = "Ada* Brandt"
BLOCK = f'- {{phrase: "{NAME}", until: 2030-01-31}}\n'
ASK = f'- {{phrase: "{NAME}", do: ask}}\n'


def post(text: str = "A bridge opens", **fields: Any) -> Post:
    return Post(MarkedText(text), "en", "A bridge opens", **fields)


@pytest.mark.parametrize(
    ("shown", "named"),
    [
        (post("Ada Brandt said so"), True),
        (post("ÁDA BRANDT said so"), True),
        (post("said Ada-Brandt."), True),
        (post("Adas Brandt"), True),
        (post("Ada van Brandt"), False),
        (post("Ada Brandtner"), False),
        (post("Nevada Brandt"), False),
        (post("x", description="Harbour master Ada\u00a0Brandt resigns"), True),
        (post("x", warning="Ada Brandt"), True),
        (post("x", attachments=(Attachment("1.jpg", "image/jpeg", "Ada Brandt at the quay"),)), True),
        (post("x", hashtags=("#AdaBrandt",)), True),
        (post("x", hashtags=("#adabrandt",)), True),
        (post("x #AdaBrandt"), True),
        (post("x", hashtags=("#Adaptation",)), False),
        (post("x", link="https://c.example.org/harbour/ada-brandt-resigns-417"), True),
        (post("x", link="https://c.example.org/AdaBrandt"), True),
        (post("x", link="https://c.example.org/?title=Ada%20Brandt"), True),
        (post("x", link="https://c.example.org/nevada-brandt"), False),
        (
            Post(MarkedText("read", (Mark("link", 0, 4, "https://c.example.org/ada_brandt"),)), "en", "x"),
            True,
        ),
        (post("said @AdaBrandt@social.example.org"), True),
        (post("write to ada.brandt@example.org"), True),
        (post("x", hashtags=("#justiceforadabrandt",)), True),
        (post("x #free_ada_brandt"), True),
        (post("x", link="https://ada-brandt.example.org/"), True),
        (post("x", link="https://c.example.org/ada%2520brandt"), True),
        (post("seen at https://c.example.org/ada%20brandt today"), True),
    ],
)
def test_a_name_is_found_where_followers_or_machines_read_it(shown: Post, named: bool) -> None:
    assert names(shown, NAME) is named


@pytest.mark.parametrize(
    ("phrase", "shown", "named"),
    [
        ("Lech Wałęsa", post("x", link="https://c.example.org/lech-walesa-speaks"), True),
        ("Lech Walesa", post("Lech Wałęsa"), True),
        ("Søren Ågård", post("Soren Agard"), True),
        ("Frau Müller", post("x", link="https://c.example.org/frau-mueller-417"), True),
        ("Frau Mueller", post("FRAU MÜLLER"), True),
        ("Ada Brandt", post("Ada Bra\u00adndt"), True),
        ("Ada Brandt", post("A\u200bda\u2060 Bran\u200ddt"), True),
        ("Ada Brandt", post("Ada\u200bBrandt"), True),
        ("Ada Brandt", post("\u202bAda Brandt\u202c"), True),
        ("Ada Brandt", post("𝐀𝐝𝐚 Ｂｒａｎｄｔ"), True),
        ("Ada Brandt", post("Аdа Brаndt"), True),
        ("Ada Brandt", post("“Ada” Brandt, *Ada*—Brandt"), True),
        ("Ada Brandt", post("_Ada Brandt_"), True),
        ("Ada Brandt", post("Ada, Brandt"), False),
        ("O'Brien", post("x", link="https://c.example.org/mr-o-brien"), True),
        ("O’Brien", post("x #OBrien"), True),
        ("Brandt", post("#brandttrial"), True),
        ("Ada", post("#adaptation and Nevada"), False),
        ("山田太郎", post("昨日山田太郎氏は"), True),
        ("김철수", post("어제 김철수는 말했다"), True),
        ("محمد علي", post("محمـــد علي"), True),
        ("Семен Орлов", post("Семён Орлов"), True),
        ("Müller", post("x", link="https://xn--mller-kva.example.org/"), True),
    ],
)
def test_a_name_is_found_however_it_is_written(phrase: str, shown: Post, named: bool) -> None:
    assert names(shown, phrase) is named


def test_a_restriction_ends_with_its_last_day() -> None:
    restriction = Restriction("legal.yaml:1", NAME, date(2030, 1, 31), "block")
    shown = post("Ada Brandt")
    assert find_restricted([restriction], shown, date(2030, 1, 31)) == [restriction]
    assert find_restricted([restriction], shown, date(2030, 2, 1)) == []
    assert NAME not in repr(restriction)


def lay(tmp_path: Path, legal: str) -> Path:
    project = lay_project(tmp_path / "newsroom")
    (project / "config" / "legal.yaml").write_text(legal)
    drop(project, 1)
    return project


def only(house: House) -> dict[str, object]:
    (row,) = show.list_posts(house)
    return row


def test_a_blocked_name_is_held_and_never_said(
    tmp_path: Path, clock: StageClock, script: Script, capfd: pytest.CaptureFixture[str]
) -> None:
    with open_stage(lay(tmp_path, BLOCK), clock) as house:
        asyncio.run(take_in(house))
        held = only(house)
        assert held["state"] == DeliveryState.HELD.value
        assert held["reason"] == ("legal: a name under restriction until 31.01.2030 (config/legal.yaml:1)")
        with pytest.raises(WrongState, match=r"may not be posted: legal: .+ \(newscrier post edit"):
            steer.retry(house, steer.choose(house, [str(held["id"])]))
        asyncio.run(drain(house, "main"))
        assert only(house)["state"] == DeliveryState.HELD.value, "a person's release is no leave to name"
        with pytest.raises(WrongState, match="may not be posted: legal"):
            edit.edit(house, str(held["id"]), "“It is open,” said Ada Brandt.", sure=True)
        told = [str(event) for event in show.show_post(house, str(held["id"]))["events"]]
        edit.edit(house, str(held["id"]), "The harbour has reopened.")
        asyncio.run(drain(house, "main"))
        assert only(house)["state"] == DeliveryState.DELIVERED.value
    written = capfd.readouterr()
    assert not any("brandt" in text.casefold() for text in (written.out, written.err, *told))


def test_where_a_person_is_asked_an_approval_lets_it_go(
    tmp_path: Path, clock: StageClock, script: Script
) -> None:
    with open_stage(lay(tmp_path, ASK), clock) as house:
        asyncio.run(take_in(house))
        waiting = only(house)
        assert waiting["state"] == DeliveryState.AWAITING_APPROVAL.value
        assert "a name under restriction (config/legal.yaml:1)" in str(waiting["reason"])
        approve.approve(house, str(waiting["id"]), str(waiting["text_hash"]))
        asyncio.run(drain(house, "main"))
        assert only(house)["state"] == DeliveryState.DELIVERED.value


@pytest.mark.parametrize(
    ("legal", "state"), [(BLOCK, DeliveryState.HELD), (ASK, DeliveryState.AWAITING_APPROVAL)]
)
def test_a_name_that_is_restricted_after_the_text_was_made_does_not_leave(
    tmp_path: Path, clock: StageClock, script: Script, legal: str, state: DeliveryState
) -> None:
    project = lay(tmp_path, "[]")
    with open_stage(project, clock) as house:
        asyncio.run(take_in(house))
        assert only(house)["state"] == DeliveryState.SCHEDULED.value
    (project / "config" / "legal.yaml").write_text(legal)
    clock.turn_on(timedelta(minutes=1))
    with open_stage(project, clock) as house:
        asyncio.run(drain(house, "main"))
        assert (only(house)["state"], script.online) == (state.value, [])
        assert [row["id"] for row in show.list_posts(house, naming=NAME)] == [only(house)["id"]]
        assert show.list_posts(house, naming="Somebody Else") == []
