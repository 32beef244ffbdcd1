"""What happens on a long weekend in a town: from a Saturday morning over the short night to Tuesday noon."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from day_stage import Town

from bot.flow import show
from bot.flow.editing import approve, settle, steer
from bot.flow.house import House
from bot.flow.replaying.virtual import Happening, VirtualEngine
from bot.flow.sending import absence
from bot.flow.working.poller import Poller
from bot.model import DeliveryState, Entry

ZONE = ZoneInfo("Europe/Warsaw")
DAYS = {"sat": 27, "sun": 28, "mon": 29, "tue": 30}
SITE = "https://courier.example.org"
EVERYBODY = "town, ticker, night, letters, council, old"
CONFIG = {
    "newscrier": """\
newsroom: {name: The Courier, timezone: Europe/Warsaw, language: en, site: "https://courier.example.org"}
store: sqlite:///data/newscrier.db
defaults:
  stale_after: 12h
  settle: 3m
  spacing: 2m
  per_hour: 20
  quiet: {hours: "23:00-06:00", do: wait}
""",
    "sources": "cms: {source: cms, every: 10m}\n",
    "channels": """\
town: {platform: server, account: town, approval: never}
ticker:
  platform: server
  account: ticker
  approval: never
  settle: 0s
  spacing: 30s
  per_hour: 0
  quiet: off
night: {platform: server, account: night, approval: never, quiet: {hours: "23:00-06:00", do: silent}}
letters:
  platform: server
  account: letters
  approval: never
  quiet: off
  schedule: ["daily 02:30", "weekdays 07:30", "sat,sun 09:00", "daily 18:00"]
council: {platform: server, account: council, approval: always}
old: {platform: old, account: old, approval: never, spacing: 5m, per_hour: 6}
sport: {platform: server, account: sport, approval: never}
business: {platform: server, account: business, approval: never}
culture: {platform: server, account: culture, approval: never, spacing: 30m, per_day: 8}
politics: {platform: server, account: politics, approval: never, corrections: edit}
mornings: {platform: server, account: mornings, approval: never, quiet: {hours: "23:00-06:00", do: skip}}
alarm: {platform: server, account: alarm, approval: never}
""",
    "rules": f"""\
- {{when: {{kind: live blog}}, then: {{tone: sober}}, why: a live blog changes all the time}}
- when: {{section: news, not: {{urgency: breaking}}}}
  then: {{channels: [{EVERYBODY}, mornings]}}
- when: {{section: sport, not: {{urgency: breaking}}}}
  then: {{channels: [{EVERYBODY}, sport]}}
- when: {{section: business, not: {{urgency: breaking}}}}
  then: {{channels: [{EVERYBODY}, business]}}
- when: {{section: culture, not: {{urgency: breaking}}}}
  then: {{channels: [{EVERYBODY}, culture]}}
- when: {{section: politics, not: {{urgency: breaking}}}}
  then: {{channels: [{EVERYBODY}, politics]}}
""",
}
PLACES = (
    *("Aldmoor", "Birkfield", "Carrow", "Dunmere", "Elsworth", "Farnley", "Garsdale", "Hexton", "Inglewick"),
    *("Jarrowby", "Kelbrook", "Lowick", "Marbury", "Norham", "Oakby", "Penwith", "Quarley", "Rothwell"),
    *("Selby Vale", "Thornwick", "Ulverby", "Wansford", "Yarmley", "Zealby"),
)
TOPICS = {
    "news": (
        "The library of {} opens on Sundays",
        "A new bridge for {}",
        "{} plants its first trees",
        "Trains stop in {} again",
    ),
    "sport": (
        "{} wins at home",
        "{} loses in the last minute",
        "A new coach for {}",
        "The marathon of {} has a record",
    ),
    "business": (
        "The brewery of {} takes on staff",
        "Rents in {} stand still",
        "A market hall for {}",
        "The mill of {} is sold",
    ),
    "culture": (
        "{} shows its old maps",
        "A choir from {} goes on tour",
        "The theatre of {} reopens",
        "{} finds a lost painting",
    ),
    "politics": (
        "{} votes on its town hall",
        "A mayor for {}",
        "{} argues about parking",
        "The council of {} meets in public",
    ),
}
SECTIONS = (
    "news",
    "sport",
    "business",
    "culture",
    "news",
    "politics",
    "sport",
    "news",
    "business",
    "culture",
)
UPDATES, HEADLINE_EVERY = 40, 8
CHAPTERS = ("at noon", "the queues", "the last hour", "polls close", "the first count")


def at(text: str) -> datetime:
    """`sat 06:05` of that weekend, on the town's clocks."""
    day, clock = text.split()
    hour, minute = map(int, clock.split(":"))
    return datetime(2027, 3, DAYS[day], hour, minute, tzinfo=ZONE)


@dataclass(frozen=True)
class Story:
    """An article as the CMS has it; its tag stands in its address."""

    tag: str
    title: str
    section: str
    said: str = "It is good news for all of us"
    urgency: str = ""
    embargo: datetime | None = None
    kind: str = ""
    more: str = ""

    @property
    def url(self) -> str:
        return f"{SITE}/{self.section}/{self.tag}"

    def entry(self, *, name: str = "", url: str = "") -> Entry:
        """As the feed offers it, under another name or address where one is given."""
        about = {"url": url or self.url, "section": self.section, "title": self.title, "language": "en"}
        about |= {"urgency": self.urgency} if self.urgency else {}
        about |= {"kind": self.kind} if self.kind else {}
        about |= {"embargo": self.embargo.isoformat()} if self.embargo else {}
        raw = f"{self.title}\n\n{self.title}, the town hall said on Saturday. {self.said}.\n{self.more}"
        return Entry(name or f"cms-{self.tag}", "", f"cms/{self.tag}", raw, metadata=about)


BLAZE = Story("blaze", "Fire in the harbour of Carrow", "news", urgency="breaking")
QUAKE = Story("quake", "Earthquake shakes Hexton", "news", urgency="breaking")
FLOOD = Story("flood", "River Lowe breaks its banks at Lowick", "news", urgency="breaking")
BUDGET = Story("budget", "The budget of the county is out", "politics", embargo=at("sat 16:00"))
PRIZE = Story("prize", "The county prize goes to a baker", "culture", embargo=at("sun 12:00"))
LIVE = Story("live", "Live: the county votes", "politics", kind="live blog")
TOLD_SINGLY = (BLAZE, QUAKE, FLOOD, BUDGET, PRIZE, LIVE)


def make_ordinary(many: int, pace: int = 1) -> list[tuple[datetime, Story]]:
    """The weekend's other articles, fewer at night, with the moments at which they come out.

    `pace` is by how much rarer they are than where 300 fill the weekend.
    """
    found: list[tuple[datetime, Story]] = []
    count = dict.fromkeys(TOPICS, 0)
    moment = at("sat 06:02").timestamp()
    while len(found) < many:
        number = len(found)
        section = SECTIONS[number % len(SECTIONS)]
        place = PLACES[count[section] % len(PLACES)]
        title = TOPICS[section][count[section] // len(PLACES)].format(place)
        count[section] += 1
        local = datetime.fromtimestamp(moment, ZONE)
        found.append((local, Story(f"{section}-{count[section]}", title, section)))
        step = (4, 11, 7, 13, 9, 6, 12)[number % 7] if 6 <= local.hour < 23 else (25, 40, 31)[number % 3]
        moment += 60 * step * pace
    return found


ARCHIVE = tuple(
    Story(
        f"archive-{number}",
        f"{PLACES[number % 24]} in the year {1700 + number}",
        "news",
        f"Nobody there knew what year {1700 + number} would bring",
    )
    for number in range(200)
)
"""What the CMS had before Newscrier came."""


@dataclass
class Weekend:
    """The script: what happens when; `told` is what a reader of the timeline is told of it."""

    house: House
    town: Town
    ordinary: Sequence[tuple[datetime, Story]]
    archive: Sequence[Story]
    offered_again: int
    told: list[tuple[datetime, str]] = field(default_factory=list)
    engine: VirtualEngine = field(init=False)
    poller: Poller = field(init=False)

    def __post_init__(self) -> None:
        self.engine = VirtualEngine(self.house)
        self.poller = Poller(self.house, "cms", self.engine.wake_all)
        self.editor = replace(self.house, actor="Ada")

    def script(self) -> list[Happening]:
        """Everything, in order."""
        acts: list[tuple[datetime, Callable[[], None]]] = [
            (at("sat 06:00"), self._open),
            (at("sat 09:30"), lambda: self._approve("the editor approves what waits")),
            (at("sat 10:00"), lambda: self._fall("business")),
            (at("sat 11:00"), lambda: self._offer(BUDGET, "under embargo until Saturday 16:00")),
            (at("sat 11:30"), lambda: self._offer(PRIZE, "under embargo until Sunday 12:00")),
            (at("sat 12:00"), lambda: self._rise("business")),
            (at("sat 13:00"), self._move_forward),
            *self._live_blog(),
            (at("sat 15:00"), self._revoke),
            (at("sat 17:00"), lambda: self._approve("the editor approves what waits, and goes home")),
            (at("sat 20:10"), lambda: self._offer(BLAZE, "breaking")),
            (at("sun 03:10"), lambda: self._offer(QUAKE, "breaking, ten minutes after the clocks changed")),
            (at("sun 09:00"), self._move_back),
            (at("sun 11:00"), self._settle),
            (at("sun 14:00"), self._stop),
            (at("sun 14:20"), lambda: self._offer(FLOOD, "breaking, while everything is on hold")),
            (at("sun 14:40"), self._go_on),
            (at("sun 16:00"), self._lose_cms),
            (at("sun 16:45"), self._offer_old),
            (at("sun 17:10"), self._look_at_flood),
            (at("mon 08:00"), self._mend),
        ]
        happenings = [Happening(moment, partial(self._do, act)) for moment, act in acts]
        happenings += [Happening(moment, partial(self._publish, story)) for moment, story in self.ordinary]
        moment = at("sat 06:00").timestamp()
        while moment <= at("tue 12:00").timestamp():
            happenings.append(Happening(datetime.fromtimestamp(moment, ZONE), self._poll))
            moment += 600 if moment < at("mon 13:00").timestamp() else 1800
        return sorted(happenings, key=lambda one: one.at.timestamp())

    async def _do(self, act: Callable[[], None]) -> None:
        """What an editor does is noticed at once."""
        act()
        self.engine.wake_all()

    async def _publish(self, story: Story) -> None:
        """Nobody is told; the next look finds it."""
        self.town.offer(story.entry())

    async def _poll(self) -> None:
        await absence.notice(self.house)
        await self.poller.poll()

    def _say(self, text: str) -> None:
        self.told.append((self.town.clock.now(), text))

    def _offer(self, story: Story, why: str) -> None:
        self._say(f"the CMS has “{story.title}”, {why}")
        self.town.offer(story.entry())

    def _open(self) -> None:
        many = len(self.archive)
        self._say(f"the worker starts; what the CMS has already, {many} articles, is its baseline")
        self.town.offer(*(story.entry() for story in self.archive))
        self.town.loses_answer = {"ticker": 20, "old": 15}

    def _live_blog(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        yield at("sat 13:00"), lambda: self._offer(LIVE, "a live blog; it is updated 40 times")
        for number in range(1, UPDATES + 1):
            yield at("sat 13:00") + number * timedelta(minutes=9), partial(self._update, number)

    def _update(self, number: int) -> None:
        chapter = number // HEADLINE_EVERY
        title = (
            f"{LIVE.title}, hour {['one', 'two', 'three', 'four', 'five'][chapter - 1]}"
            if chapter
            else LIVE.title
        )
        more = "".join(f"\nThe count in {PLACES[n % 24]} is done.\n" for n in range(number))
        if number % HEADLINE_EVERY == 0:
            self._say(f"update {number} of the live blog has a new headline: “{title}”")
        self.town.offer(replace(LIVE, title=title, more=more).entry())

    def _move_forward(self) -> None:
        self._say(f"the embargo of “{BUDGET.title}” is moved forward, to Saturday 18:30")
        self.town.offer(replace(BUDGET, embargo=at("sat 18:30")).entry())

    def _move_back(self) -> None:
        self._say(f"the embargo of “{PRIZE.title}” is moved back, to Sunday 10:00")
        self.town.offer(replace(PRIZE, embargo=at("sun 10:00")).entry())

    def _fall(self, account: str) -> None:
        self._say(f"the platform of {account} is down")
        self.town.down.add(account)

    def _rise(self, account: str) -> None:
        self._say(f"the platform of {account} is up again")
        self.town.down.discard(account)

    def _revoke(self) -> None:
        self._say("somebody revokes the token of sport")
        self.town.refused.add("sport")

    def _mend(self) -> None:
        self._say("the editor makes a new token for sport and releases the channel")
        self.town.refused.discard("sport")
        steer.release(self.editor, ["sport"])

    def _stop(self) -> None:
        self._say("the editor stops all channels: the lawyers are on the phone")
        steer.hold(self.editor, list(self.house.settings.channels), "the lawyers are on the phone")

    def _go_on(self) -> None:
        self._say("the editor releases all channels, sport among them")
        steer.release(self.editor, list(self.house.settings.channels))

    def _lose_cms(self) -> None:
        self._say("the CMS is down")
        self.town.cms_is_down = True

    def _offer_old(self) -> None:
        """New names for the archive and for what was posted; ten of either have new addresses, too."""
        posted = [story for _, story in self.ordinary[: self.offered_again]]
        many = len(self.archive) + len(posted)
        self._say(f"the CMS is back, and offers {many} old articles under new names, 20 at new addresses")
        self.town.cms_is_down = False
        for known in (self.archive, posted):
            for number, story in enumerate(known):
                url = f"{SITE}/old/{story.tag}" if number < 10 else f"{story.url}?utm_source=feed"
                self.town.offer(story.entry(name=f"new-{story.tag}", url=url))

    def _look_at_flood(self) -> None:
        held = show.list_posts(self.house, states=[DeliveryState.HELD], most=10_000)
        old = {story.title for story in self.archive}
        wrong = [row["id"] for row in held if row["title"] in old]
        right = [row["id"] for row in held if row["title"] not in old]
        dropped = steer.cancel(self.editor, steer.choose(self.house, wrong))
        going = steer.retry(self.editor, steer.choose(self.house, right)) if right else 0
        self._say(f"the editor drops {dropped} posts of old articles that were held, and releases {going}")

    def _approve(self, why: str) -> None:
        waiting = show.list_posts(self.house, states=[DeliveryState.AWAITING_APPROVAL], most=10_000)
        for row in waiting:
            approve.approve(self.editor, row["id"], row["text_hash"])
        self._say(f"{why}: {len(waiting)} posts")

    def _settle(self) -> None:
        for row in show.list_posts(self.house, states=[DeliveryState.UNCERTAIN], most=10_000):
            self._say(f"the editor looks for “{row['title']}” on {row['channel']}, and finds it")
            settle.settle_online(self.editor, row["id"], "https://old.example.org/1")
