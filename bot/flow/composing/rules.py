"""What the rules decide of an article on one channel. Pure: rules and article in, a ruling out.

All rules that match apply, and the most cautious wins: block, ask, sober, normal. Of `channels`
those count that every rule names which names any. Rules that contradict each other make the post
wait for a person, both named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.flow.composing.conditions import Facts, match
from bot.model import Tone, Urgency
from bot.settings.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matches: where it stands, what in the article made it so, and what it says."""

    rule: Rule
    found: tuple[str, ...]

    @property
    def place(self) -> str:
        """The file and line: config/rules.yaml:12."""
        return self.rule.place

    @property
    def decides(self) -> tuple[str, ...]:
        """What it says, as one would write it: "tone: sober"."""
        told = self.rule.then.model_dump(exclude_unset=True)
        return tuple(f"{name}: {_write(value)}" for name, value in told.items())

    def __str__(self) -> str:
        """For a reason: place, the newsroom's own words or what was found."""
        why = self.rule.why or ", ".join(self.found)
        return f"{self.place} ({why})" if why else self.place


@dataclass(frozen=True, slots=True)
class Ruling:
    """What all matching rules decide together; `conflicts` are sentences that name both rules.

    `channels` None is every channel. `template` is None where another rule's sober tone forbids it.
    """

    hits: tuple[Hit, ...] = ()
    blocks: tuple[Hit, ...] = ()
    asks: tuple[Hit, ...] = ()
    tone: Tone | None = None
    urgency: Urgency | None = None
    label: str | None = None
    template: str | None = None
    channels: frozenset[str] | None = None
    excluding: tuple[Hit, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()

    def conflicts_but(self, settled: Iterable[str]) -> list[str]:
        """The contradictions that nothing else settles: `settled` are what the article's note says."""
        fields = set(settled)
        return [sentence for field, sentence in self.conflicts if field not in fields]


def find_hits(rules: Iterable[Rule], facts: Facts, language: str) -> tuple[Hit, ...]:
    """The rules that match, in their order; `language` is the channel's."""
    hits = []
    for rule in rules:
        found = match(rule.when, facts, language)
        if found is not None:
            hits.append(Hit(rule, found))
    return tuple(hits)


def weigh(hits: tuple[Hit, ...], channel: str) -> Ruling:
    """What these rules decide together for one channel."""
    if not hits:
        return Ruling()
    sober = any(hit.rule.then.tone == "sober" for hit in hits)
    tones = [hit.rule.then.tone for hit in hits if hit.rule.then.tone]
    # A template for sober posts says so itself; any other has words that may not fit a death.
    fit = [hit for hit in hits if not sober or hit.rule.then.tone == "sober"]
    template, template_clash = _settle(fit, "template")
    urgency, urgency_clash = _settle(hits, "urgency")
    label, label_clash = _settle(hits, "label")
    channels, excluding, channels_clash = _intersect(hits, channel)
    return Ruling(
        hits=hits,
        blocks=tuple(hit for hit in hits if hit.rule.then.block),
        asks=tuple(hit for hit in hits if hit.rule.then.ask),
        tone=Tone.SOBER if sober else Tone(tones[0]) if tones else None,
        urgency=Urgency[urgency.upper()] if urgency else None,
        label=label,
        template=template,
        channels=channels,
        excluding=excluding,
        conflicts=(*template_clash, *urgency_clash, *label_clash, *channels_clash),
    )


_Clash = list[tuple[str, str]]


def _settle(hits: Iterable[Hit], field: str) -> tuple[str | None, _Clash]:
    """The first rule's word, and a sentence where another one says otherwise."""
    said = [(hit, value) for hit in hits if (value := getattr(hit.rule.then, field))]
    if not said:
        return None, []
    first, value = said[0]
    clash = [(field, _contradict(field, first, value, hit, other)) for hit, other in said if other != value]
    return value, clash[:1]


def _intersect(hits: tuple[Hit, ...], channel: str) -> tuple[frozenset[str] | None, tuple[Hit, ...], _Clash]:
    """The channels that every rule names; the rules that leave this channel out; a contradiction.

    Where no channel is left the rules contradict each other: then all that any of them names remain.
    """
    said = [hit for hit in hits if hit.rule.then.channels]
    if not said:
        return None, (), []
    sets = [frozenset(hit.rule.then.channels) for hit in said]
    common = frozenset.intersection(*sets)
    leaving_out = tuple(hit for hit in said if channel not in hit.rule.then.channels)
    if common:
        return common, leaving_out, []
    first = said[0]
    other = next((hit for hit in said if not set(hit.rule.then.channels) & sets[0]), said[-1])
    sentence = _contradict(
        "channels", first, ", ".join(first.rule.then.channels), other, ", ".join(other.rule.then.channels)
    )
    return frozenset.union(*sets), leaving_out, [("channels", sentence)]


def _contradict(field: str, one: Hit, mine: str, other: Hit, theirs: str) -> str:
    return f"two rules contradict each other: {one} says {field}: {mine}, {other} says {field}: {theirs}"


def _write(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
