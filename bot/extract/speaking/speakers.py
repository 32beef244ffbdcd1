"""Who said it: the speaker of each quotation, from the words of saying around it."""

from __future__ import annotations

from collections.abc import Container

from bot.extract.certainty import SPEAKERS
from bot.extract.german.speakers import find_german_speakers
from bot.extract.languages import Lexicon, has_words, read_lexicon
from bot.extract.segments import Segment, mask_quotes
from bot.extract.speaking.carrying import Carrying, describe_segment
from bot.extract.speaking.people import build_register
from bot.extract.speaking.phrases import NOBODY, Page, Speaker
from bot.extract.speaking.sights import find_names, trim_openers
from bot.extract.voices import find_voices
from bot.model import Span

_VOICE_LEAST = 0.5
_FAR = 120


def find_speakers(
    paragraphs: list[tuple[Span, list[Segment]]], language: str, pieces: Container[str]
) -> list[list[Speaker]]:
    """The speaker of every segment, paragraph by paragraph; nameless where unsure.

    `pieces` is all that stands between the story's blanks.
    """
    lexicon = read_lexicon(language)
    if lexicon.code == "de":
        return find_german_speakers(paragraphs)
    if not has_words(language):
        # English words would put names beside a quotation into mouths that never said it.
        return [[NOBODY for _ in segments] for _, segments in paragraphs]
    if lexicon.words.inverted:
        veiled_texts = [mask_quotes(paragraph, segments) for paragraph, segments in paragraphs]
        return _name_sure(find_voices(paragraphs, veiled_texts, lexicon), _VOICE_LEAST)
    return _name_sure(suppose_speakers(paragraphs, lexicon, pieces), SPEAKERS["least"])


def _name_sure(supposed: list[list[Speaker]], least: float) -> list[list[Speaker]]:
    return [
        [speaker if speaker.certainty >= least else silence(speaker) for speaker in speakers]
        for speakers in supposed
    ]


def silence(speaker: Speaker) -> Speaker:
    """A speaker who is not sure enough to be named; that somebody speaks stays known."""
    return Speaker(None, certainty=speaker.certainty, how=speaker.how, clues=speaker.clues)


def suppose_speakers(
    paragraphs: list[tuple[Span, list[Segment]]], lexicon: Lexicon, pieces: Container[str]
) -> list[list[Speaker]]:
    """The likeliest speaker of every segment, however uncertain, where subjects stand before verbs."""
    if not any(segments for _, segments in paragraphs):
        return [[] for _ in paragraphs]
    pages = []
    for place, (paragraph, segments) in enumerate(paragraphs):
        masked = mask_quotes(paragraph, segments) if segments else paragraph.text
        pages.append(Page(paragraph, masked, segments, find_names(masked, lexicon, pieces), place=place))
    fulls = frozenset([sight.name for page in pages for sight in page.sights])
    for page in pages:
        trim_openers(page.masked, page.sights, fulls)
        page.starts = [sight.start for sight in page.sights]
    veiled_pages = [
        (Span(page.paragraph.start, page.paragraph.end, page.masked), page.sights) for page in pages
    ]
    register = build_register(veiled_pages, lexicon)
    return _Walk(pages, register, lexicon).run()


class _Walk(Carrying):
    """One walk through the article, in order, remembering who spoke last."""

    def run(self) -> list[list[Speaker]]:
        """Attribute page by page."""
        results: list[list[Speaker]] = []
        for index, page in enumerate(self.pages):
            speakers = []
            for at in range(len(page.segments)):
                speakers.append(self._judge_own(page, at, self._read_own(index, page, at)))
                if speakers[-1].name:
                    self.last, self.last_page = speakers[-1], index
            self._carry_on(index, page, speakers)
            self._reach_back(page, speakers, results)
            results.append(speakers)
            spoken = [speaker for speaker in speakers if speaker.name]
            if spoken:
                self.last, self.last_page = spoken[-1], index
        return results

    def _reach_back(self, page: Page, speakers: list[Speaker], results: list[list[Speaker]]) -> None:
        """Give the speaker of a paragraph's first words to what the paragraph before left open."""
        before = self.pages[len(results) - 1] if results else page
        if not (speakers and results and results[-1]) or before.segments[-1].closed:
            return
        opens = not page.masked[: page.segments[0].outer_start - page.paragraph.start].strip()
        own = speakers[0].name and not speakers[0].how.startswith("carried")
        if opens and own and results[-1][-1].how.startswith("carried"):
            results[-1][-1] = self._carry(speakers[0], before.segments[-1], "on")

    def _judge_own(self, page: Page, at: int, found: Speaker) -> Speaker:
        """How certain a speaker is whom the sentence itself names."""
        if not found.name:
            return found
        segment, base = page.segments[at], page.paragraph.start
        low, high = segment.outer_start - base, segment.outer_end - base
        clues = {"how " + found.how: 1.0, **dict(found.clues), **describe_segment(segment)}
        if found.span and not clues.get("pronoun"):
            start, end = found.span.start - base, found.span.end - base
            between = (end, low) if start < low else (high, start)
            clues["far"] = min(max(0, between[1] - between[0]), _FAR) / _FAR
            others = [sight for sight in page.find_names(*between) if self.register.find(sight.name)]
            clues["others between"] = float(bool(others))
        return self._judge(found, clues)
