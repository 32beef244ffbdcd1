"""A toy platform and source, a project that is right, and many that are broken."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, ByteSize, Field, PrivateAttr, ValidationInfo, model_validator

from bot.errors import ConfigError, Problem
from bot.plugin import Duration, PlatformOptions, SecretOption, SourceOptions
from bot.settings.effective import Settings
from bot.settings.loading import load_settings


def _break(value: str) -> str:
    if value == "break":
        raise RuntimeError("hunter2 broke the plugin")
    return value


class BirdOptions(PlatformOptions):
    server: str = Field(description="The server's address.", examples=["https://bird.example.org"])
    token: SecretOption = Field(description="The account's token.", examples=[{"env": "BIRD_TOKEN"}])
    backup_token: SecretOption | None = Field(
        None, description="Another token.", examples=[{"file": "data/bird"}]
    )
    visibility: Literal["public", "unlisted"] = Field(
        "public", description="Who sees the posts.", examples=["public"]
    )
    tags: tuple[str, ...] = Field((), description="Hashtags.", examples=[["News"]])
    _heard: tuple[Path, str] | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _hear(self, info: ValidationInfo) -> Self:
        context = info.context or {}
        if context.get("newsroom"):
            self._heard = (context["project"], context["newsroom"].name)
        return self

    @property
    def heard(self) -> tuple[Path, str] | None:
        return self._heard

    greeting: Annotated[str, AfterValidator(_break)] = Field("", description="A word.", examples=["Hello"])


class SheetOptions(PlatformOptions):
    path: Path = Field(description="The folder to write to.", examples=["out/"])


class ShelfOptions(SourceOptions):
    path: Path = Field(description="The folder to look into.", examples=["inbox/"])
    ripe: Duration = Field(
        "300s", description="When a file is complete.", examples=["1s"], validate_default=True
    )
    largest: ByteSize = Field(ByteSize(1000), description="Larger files are not read.", examples=["2MB"])
    deep: bool = Field(False, description="Whether folders in it are read too.", examples=[False])


class Bird:
    name = "bird"
    Options = BirdOptions


class Sheet:
    name = "sheet"
    Options = SheetOptions


class Shelf:
    name = "shelf"
    Options = ShelfOptions


PLATFORMS = {"bird": Bird, "sheet": Sheet}
SOURCES = {"shelf": Shelf}

NEWSCRIER = """\
newsroom:
  name: The Courier
  timezone: Europe/Warsaw
  language: en
  site: https://courier.example.org
"""
SOURCES_YAML = "wire: {source: shelf, path: inbox/}\n"
CHANNELS_YAML = """\
main:
  platform: bird
  server: https://bird.example.org
  token: {env: BIRD_TOKEN}
"""
GOOD: dict[str, str | bytes | None] = {
    "newscrier.yaml": NEWSCRIER,
    "sources.yaml": SOURCES_YAML,
    "channels.yaml": CHANNELS_YAML,
}


def write_project(project: Path, files: dict[str, str | bytes | None]) -> Path:
    """The good project with `files` in place of its own; None is a folder, "" below `gone` none at all."""
    (project / "config").mkdir(parents=True, exist_ok=True)
    for name, content in {**GOOD, **files}.items():
        path = project / "config" / name
        if content is None:
            path.mkdir()
        elif content != "gone":
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return project


def load(project: Path) -> Settings:
    return load_settings(project, platforms=PLATFORMS, sources=SOURCES)


def problems_of(project: Path) -> tuple[Problem, ...]:
    try:
        return load(project).warnings
    except ConfigError as error:
        return error.problems


RULES_THAT_ARE_NONE = """\
- {when: {tag: sponsored, sektion: x}, then: {block: true}}
- {when: {words: [a*b, "*", dead]}, then: {tone: somber}}
- {when: {any: [{not: {tags: x}}], section: }, then: {}}
- {then: {ask: no}}
- hello
- {when: {language: german}, then: {ask: true, label: }}
- {when: {}, then: {ask: yes, why: "x"}}
- {when: {section: [], apart_from: x}, then: {urgency: normal}}
- {when: {tag: a, all: {urgency: fast}}, then: {channels: []}}
"""
RULES_ABOUT_NOTHING = """\
- {when: {source: wier}, then: {channels: [main, mian]}}
- {when: {not: {source: [wire, else]}}, then: {channels: radio}}
"""
NAMES_THAT_ARE_NONE = """\
- {phrase: "Silvia S*va"}
- {phrase: "Silvia -"}
- {phrase: Silvia, until: spring}
- {phrase: Silvia, do: hide}
- {fraze: Silvia}
- {phrase: }
- Silvia
"""
RULES_AT_ODDS = """\
- {when: {section: World}, then: {urgency: breaking, template: posts/a.j2}}
- {when: {section: [world, europe]}, then: {urgency: normal}}
- {when: {any: [{section: World, tag: a}, {all: [{section: EUROPE}]}]}, then: {urgency: evergreen}}
- {when: {section: [world], words: x, apart_from: x y}, then: {template: posts/b.j2, block: true}}
- {when: {words: x, apart_from: x y}, then: {label: live}}
- {when: {words: x, not: {tag: b}}, then: {label: update}}
- {when: {words: X, not: {tag: b}, kind: live}, then: {label: live}}
"""


@dataclass(frozen=True)
class Case:
    name: str
    files: dict[str, str | bytes | None] = field(default_factory=dict)


def _channel(name: str, lines: str) -> Case:
    return Case(
        name, {"channels.yaml": CHANNELS_YAML + "".join(f"  {line}\n" for line in lines.splitlines())}
    )


def _source(name: str, text: str) -> Case:
    return Case(name, {"sources.yaml": text})


def _main(name: str, old: str, new: str) -> Case:
    assert old in NEWSCRIER
    return Case(name, {"newscrier.yaml": NEWSCRIER.replace(old, new)})


def _more(name: str, text: str) -> Case:
    return Case(name, {"newscrier.yaml": NEWSCRIER + text})


def _bare(name: str, text: str | bytes | None) -> Case:
    return Case(name, {"channels.yaml": text})


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdef", "bcdefg", strict=True)
)

CASES = [
    _bare("a tab", "main:\n\tplatform: bird\n"),
    _bare("a colon too many", "main:\n  platform: bird: x\n"),
    _bare("an open quotation mark", 'main:\n  platform: "bird\n'),
    _bare("an open bracket", "main: {platform: bird\n"),
    _bare("a bad indent", "main:\n  platform: bird\n server: x\n"),
    _bare("a character that begins no value", "main: @bird\n"),
    _bare("an alias to nothing", "main: {platform: bird, token: *hunter2}\n"),
    _bare("an unknown escape", 'main: {platform: "bi\\qrd"}\n'),
    _bare("two documents", "main: {}\n---\nother: {}\n"),
    _bare("a tag", "main: !!python/object:os.system {platform: bird}\n"),
    _bare("a tag on text", "main: {platform: !bird bird, server: x, token: {env: A}}\n"),
    _bare("a merge key", "base: &base {platform: sheet, path: out/}\nmain:\n  <<: *base\n"),
    _bare("a list as a name", "? [a]\n: b\n"),
    _bare("an alias bomb", BOMB),
    _bare("an alias to itself", "main: &main\n  platform: bird\n  inner: *main\n"),
    _bare("nested too deeply", "main: " + "[" * 300 + "]" * 300),
    _bare("nested far too deeply", "main: " + "[" * 5000 + "]" * 5000),
    _bare("a name without a colon", "main:\n  platform: bird\n  server\n  tags: []\n"),
    _bare("Latin-1", "# Zeitungsständer\nmain: {}\n".encode("latin-1")),
    _bare("UTF-16", "main: {}\n".encode("utf-16")),
    _bare("binary", b"main:\n  platform: \x00\x01\n"),
    _bare("over 1 MB", "# x\n" * 300_000),
    _bare("a folder in place of the file", None),
    _bare("missing", "gone"),
    _bare("empty", "# nothing yet\n"),
    _bare("a list in place of fields", "- main\n- other\n"),
    _bare("a word in place of fields", "bird\n"),
    _bare("a name twice", CHANNELS_YAML + CHANNELS_YAML),
    _channel("a field twice", "token: {env: OTHER}\napproval: always\napproval: never"),
    _channel("an unknown field", "aproval: never"),
    _channel("an unknown field unlike any other", "colour: red"),
    _channel("an unknown field within a field", "quiet: {hour: 23:00-06:00}"),
    _channel("unknown fields of utm", "utm: {campain: x}"),
    _channel("a word that is not offered", "approval: sometimes\nvisibility: secret\nlink: yes"),
    _channel("not a duration", "settle: 180\nspacing: two minutes\nstale_after: tomorrow"),
    _channel("a duration without end", "settle: 99999999999999w"),
    _channel("not a number", "per_hour: many"),
    _channel("a number below zero", "per_hour: -1"),
    _channel("not hours", "quiet: {hours: at night}"),
    _channel("quiet as a word", "quiet: night"),
    _channel("utm as a word", "utm: no"),
    _channel("a list in place of text", "template: [a, b]"),
    _channel("text in place of a list", "tags: News"),
    _channel("a number in a list of words", "tags: [News, 5]"),
    _channel("an empty field", "visibility:"),
    _channel("not a language", "language: english"),
    _channel("would expire before it leaves", "stale_after: 2m"),
    _channel("a slot that is none", "schedule: [07:30 weekdays]"),
    _channel("a plugin that breaks", "greeting: break"),
    _channel("a literal secret", "backup_token: hunter2"),
    _channel("a literal secret as a list", "backup_token: [hunter2, {a: hunter2}]"),
    _channel("a literal secret in braces", "backup_token: {hunter2}"),
    _channel("a literal secret as a number", "backup_token: 1234567"),
    _channel("a secret as the variable's name", "backup_token: {env: hunter2-hunter2}"),
    _channel("a reference of an unknown kind", "backup_token: {vault: hunter2}"),
    _channel("a secret in a field that is not there", "password: hunter2"),
    _channel("a secret in the field's name", "token hunter2: x"),
    _channel("an address with a password", "greeting: https://me:hunter2@bird.example.org/"),
    _channel("an address with a password and no scheme", "greeting: me:hunter2@bird.example.org"),
    _channel("an address with a token", "greeting: https://hunter2@bird.example.org"),
    _bare("a literal token", CHANNELS_YAML.replace("{env: BIRD_TOKEN}", "hunter2")),
    _bare("no token", CHANNELS_YAML.replace("  token: {env: BIRD_TOKEN}\n", "")),
    _bare("no server and no token", "main:\n  platform: bird\n"),
    _bare("an unknown platform", CHANNELS_YAML.replace("platform: bird", "platform: brid")),
    _bare("a platform unlike any other", CHANNELS_YAML.replace("platform: bird", "platform: 5")),
    _bare("no platform", "main:\n  server: https://bird.example.org\n"),
    _bare("a platform by the wrong name", "main:\n  platfrom: bird\n"),
    _bare("a channel that is a word", "main: bird\n"),
    _bare("a channel that is empty", "main:\n"),
    _bare("a bad name", "my channel!:\n  platform: sheet\n  path: out/\n"),
    _bare("the same account twice", CHANNELS_YAML + CHANNELS_YAML.replace("main", "again")),
    _source("an unknown source", "wire: {source: shelv, path: inbox/}\n"),
    _source("a source without its kind", "wire: {path: inbox/}\n"),
    _source("a source that looks without pause", "wire: {source: shelf, path: inbox/, every: 0s}\n"),
    _source("a flood below zero", "wire: {source: shelf, path: inbox/, flood: -1}\n"),
    _source("not a size", "wire: {source: shelf, path: inbox/, largest: huge, deep: often}\n"),
    _source("a size in an unknown unit", "wire: {source: shelf, path: inbox/, largest: 3 parsecs}\n"),
    _source("a path that is a number", "wire: {source: shelf, path: 5}\n"),
    Case("no newsroom", {"newscrier.yaml": "store: sqlite:///data/newscrier.db\n"}),
    Case("an empty newsroom", {"newscrier.yaml": ""}),
    _main("an unknown time zone", "Europe/Warsaw", "Europe/Warsawa"),
    _main("a folder of time zones", "Europe/Warsaw", "Europe"),
    _main("a zone out of its folder", "Europe/Warsaw", "../../etc/passwd"),
    _main("no name", "  name: The Courier\n", ""),
    _main("an empty name", "The Courier", '""'),
    _main("a number for a name", "The Courier", "2026"),
    _main("a site without https", "https://courier", "courier"),
    _main("a site with a password", "https://courier", "https://me:hunter2@courier"),
    _more("PostgreSQL", "store: postgresql://newscrier:hunter2@db/newscrier\n"),
    _more("PostgreSQL without a password", "store: postgresql://db/newscrier\n"),
    _more("another store", "store: mysql://db/newscrier\n"),
    _more("a store in memory", "store: 'sqlite:///:memory:'\n"),
    _more("a store without a path", "store: sqlite://\n"),
    _more("not a network", "network: {allow_private: [127.0.0.1/8, office]}\n"),
    _more("unknown parts", "default: {settle: 3m}\nnetwrok: {}\n"),
    _more("defaults in which each post expires", "defaults: {settle: 1h, stale_after: 30m}\n"),
    _more("a number too long", f"defaults: {{flood: {'9' * 6000}}}\n"),
    Case("rules with the wrong ending", {"rules.yml": "- {when: {tag: sponsored}, then: {block: true}}\n"}),
    Case("rules that are no list", {"rules.yaml": "when: {tag: sponsored}\n"}),
    Case("rules that are no rules", {"rules.yaml": RULES_THAT_ARE_NONE}),
    Case("rules that name what is not there", {"rules.yaml": RULES_ABOUT_NOTHING}),
    Case("rules that contradict each other", {"rules.yaml": RULES_AT_ODDS}),
    Case("names that are none", {"legal.yaml": NAMES_THAT_ARE_NONE}),
    Case("the wrong ending", {"channels.yml": "main: {}\n"}),
    Case("another file", {"chanels.yaml": "main: {}\n", "notes.txt": "x", ".hidden.yaml": "x"}),
    Case(
        "several files at once",
        {
            "newscrier.yaml": "newsroom: [",
            "sources.yaml": "wire: {}\n",
            "channels.yaml": "main: {platform: x}\n",
        },
    ),
]
