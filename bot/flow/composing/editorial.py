"""What note, rules and article together decide of one post: whether, how soon, in which tone and template.

The article's note beats every rule, but for `block` and `ask`; a rule beats what the article says of
itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.extract.documents.cautions import find_signals
from bot.flow.composing.conditions import Facts
from bot.flow.composing.rules import Hit, Ruling, find_hits, weigh
from bot.flow.house import House
from bot.hints import find_near
from bot.model import DeliveryState, Document, Note, Tone, Urgency
from bot.plugin import PlatformOptions
from bot.render.usual import BREAKING, DEFAULT, SOBER, choose_usual
from bot.settings.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Decision:
    """How one channel treats an article. `template` is a name; `label` is one of templates/labels/.

    `verdict` is the state and reason of a post that does not leave by itself, None where it does;
    `asks` are the reasons why a person approves it.
    """

    tone: Tone
    urgency: Urgency
    template: str
    label: str | None
    verdict: tuple[DeliveryState, str] | None
    asks: tuple[str, ...]
    ruling: Ruling


class _Memo:
    """The rules that match the article at hand: the same for each channel of one language.

    One article is kept, the last; whoever works on another one at the same time only judges again.
    """

    def __init__(self) -> None:
        self._last: tuple[Document, tuple[Rule, ...], Facts, dict[str, tuple[Hit, ...]]] | None = None

    def find(self, rules: tuple[Rule, ...], document: Document, language: str) -> tuple[Hit, ...]:
        last = self._last
        if last is None or last[0] is not document or last[1] is not rules:
            last = self._last = (document, rules, Facts(document), {})
        hits = last[3].get(language)
        if hits is None:
            hits = last[3][language] = find_hits(rules, last[2], language)
        return hits


_memo = _Memo()


def decide_on(house: House, channel: str, document: Document) -> Decision:
    """The decision for a channel of the config."""
    settings = house.settings
    options, note = settings.channels[channel], document.note
    ruling = weigh(_memo.find(settings.rules, document, settings.language(channel)), channel)
    tone = note.tone or ruling.tone or Tone.NORMAL
    urgency = _decide_urgency(document, ruling)
    return Decision(
        tone=tone,
        urgency=urgency,
        template=_choose_template(house, options, note, ruling, tone, urgency),
        label=ruling.label,
        verdict=_judge_posting(channel, list(settings.channels), options, document, ruling),
        asks=(*_heed_signals(document), *_reasons_to_ask(note, ruling)),
        ruling=ruling,
    )


def _decide_urgency(document: Document, ruling: Ruling) -> Urgency:
    """The note's, else the rules', else the article's own."""
    if document.note.urgency is not None:
        return document.note.urgency
    return document.urgency if ruling.urgency is None else ruling.urgency


def _choose_template(
    house: House, options: PlatformOptions, note: Note, ruling: Ruling, tone: Tone, urgency: Urgency
) -> str:
    """The note's, a rule's, sober where the tone is, the channel's, its platform's, the default.

    Breaking news has its own in the place of the default, where there is one.
    """
    if note.template:
        return note.template
    # A rule's template was chosen for the rules' tone; it may not fit one that the note gives.
    if ruling.template and tone is (ruling.tone or Tone.NORMAL):
        return ruling.template
    if tone is Tone.SOBER:
        return SOBER
    names = house.renderer.names()
    chosen = options.template or choose_usual(options.platform, names)
    breaking = urgency is Urgency.BREAKING and chosen == DEFAULT and BREAKING in names
    return BREAKING if breaking else chosen


def _judge_posting(
    channel: str, channels: Sequence[str], options: PlatformOptions, document: Document, ruling: Ruling
) -> tuple[DeliveryState, str] | None:
    note, skipped = document.note, DeliveryState.SKIPPED
    if not note.post:
        return skipped, "the article's note says not to post it"
    if ruling.blocks:
        return skipped, f"a rule blocks it: {ruling.blocks[0]}"
    if note.channels is not None:
        if channel not in note.channels:
            return _judge_naming(note.channels, channels)
    elif ruling.channels is not None and channel not in ruling.channels:
        return skipped, f"a rule names other channels: {ruling.excluding[0]}"
    if options.link == "required" and not document.url:
        return skipped, "the article has no address, and this channel wants one (link: required)"
    return None


def _judge_naming(named: Sequence[str], channels: Sequence[str]) -> tuple[DeliveryState, str]:
    """Skipped, or held where the note names what is not there: this channel may be meant."""
    if strange := explain_channels(named, channels):
        return DeliveryState.HELD, strange
    return DeliveryState.SKIPPED, f"the article's note names other channels: {', '.join(named) or 'none'}"


def explain_channels(named: Sequence[str], channels: Sequence[str]) -> str:
    """What a note names and no channel is called, as a sentence; empty where all are there."""
    unknown = [name for name in named if name not in channels]
    if not unknown:
        return ""
    near = find_near(unknown[0], channels)
    hint = f"did you mean {near}?" if near else f"there are: {', '.join(channels)};"
    return f"the article's note names a channel that is not there: {unknown[0]!r} ({hint} mend the note)"


def _heed_signals(document: Document) -> tuple[str, ...]:
    return tuple(f"{signal}: a person decides whether it may be posted" for signal in find_signals(document))


def _reasons_to_ask(note: Note, ruling: Ruling) -> tuple[str, ...]:
    settled = {
        name
        for name, given in (
            ("template", note.template),
            ("urgency", note.urgency is not None),
            ("channels", note.channels is not None),
        )
        if given
    }
    asked = [f"a rule asks for a person: {hit}" for hit in ruling.asks]
    return (*asked, *ruling.conflicts_but(settled))
