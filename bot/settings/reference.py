"""The reference of the config files, made from the models that read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from bot.plugin import PlatformOptions, SourceOptions, discover_platforms, discover_sources
from bot.plugin.fields import FieldLine, describe_fields, find_parts
from bot.plugin.pages import MADE, read_about, write_plugin_page, write_table
from bot.settings.legal import RestrictionFields
from bot.settings.newsroom import NewsroomFile
from bot.settings.rules.rule import RuleFields

_CONFIG_HEAD = """\
The newsroom's own files lie in `config/`. They are YAML: a name, a colon, a value; what belongs to a name
stands below it, two blanks further in. `newscrier config check` names every mistake with its line, and
`newscrier config show` prints what holds, defaults and all.

- *A duration* is written `90s`, `2m`, `12h` or `7d`, or several together: `1h 30m`.
- *A size* is written `500kB` or `2MB`.
- *A secret* never stands in a config file. `{env: NAME}` names a variable of the environment,
  `{file: PATH}` a file.
- *A path* counts from the project folder, the one in which `config/` lies.
- A field that is not in these tables is a mistake, so that a slip of the pen cannot go unseen.
"""

_NEWSROOMS = "the newsroom's"

_RULES_HEAD = """\
A rule says what may go where and how. `config/rules.yaml` is a list of rules: each has `when`, what it looks
at, and `then`, what it decides. **All rules that match apply**, and where they differ the most cautious wins:
`block`, then `ask`, then `sober`, then `normal`. Where no rule matches, an article goes to every channel.
`newscrier preview FILE` shows which rules matched. What the editor wrote on the article itself, its note,
beats a rule, but never a `block` or an `ask`.
"""

_RULES_EXAMPLE = """\
```yaml
# config/rules.yaml
- when: {tag: [sponsored, advertorial]}
  then: {block: true}
  why: advertisers' texts are not ours
- when: {any: [{kind: obituary}, {words: [killed, "abus*"]}]}
  then: {tone: sober}
```
"""


def write_config_page() -> str:
    """Every field of newscrier.yaml, sources.yaml, channels.yaml and legal.yaml."""
    return _join(
        [
            "# The config files",
            MADE,
            _CONFIG_HEAD.rstrip(),
            "## config/newscrier.yaml",
            write_table(describe_fields(NewsroomFile)),
            *_parts(NewsroomFile, "###"),
            "## config/sources.yaml",
            "Each source has a name of your choice; its fields stand below the name.",
            "### Every source",
            write_table(describe_fields(SourceOptions, unset=_NEWSROOMS)),
            *_own("sources", SourceOptions, discover_sources()),
            "## config/channels.yaml",
            "Each channel has a name of your choice; its fields stand below the name.",
            "### Every channel",
            write_table(describe_fields(PlatformOptions, unset=_NEWSROOMS)),
            *_parts(PlatformOptions, "####"),
            *_own("platforms", PlatformOptions, discover_platforms()),
            "## config/legal.yaml",
            "A list of names under restriction, [each with](../how-to/rules.md#names-under-restriction):",
            write_table(describe_fields(RestrictionFields)),
        ]
    )


def write_rules_page() -> str:
    """Every field of rules.yaml."""
    when, then = (find_parts(RuleFields)[name] for name in ("when", "then"))
    return _join(
        [
            "# The rules",
            MADE,
            _RULES_HEAD.rstrip(),
            _RULES_EXAMPLE,
            "## A rule",
            write_table(describe_fields(RuleFields)),
            "## when",
            (when.__doc__ or "").replace("\n    ", "\n"),
            write_table(describe_fields(when, unset="it does not matter")),
            "## then",
            then.__doc__ or "",
            write_table(describe_fields(then, unset="nothing is decided")),
        ]
    )


def write_plugin_pages() -> dict[str, str]:
    """A page per source and per platform, each by its path below docs/."""
    rooms: list[tuple[str, str, Any, Mapping[str, Any]]] = [
        ("sources", "sources", SourceOptions, discover_sources()),
        ("platforms", "channels", PlatformOptions, discover_platforms()),
    ]
    pages = {}
    for room, part, general, plugins in rooms:
        pages[f"{room}/README.md"] = _list_plugins(room, plugins)
        for name, plugin in _ours(plugins):
            pages[f"{room}/{name}.md"] = _plugin_page(room, part, general, name, plugin)
    return pages


def _list_plugins(room: str, plugins: Mapping[str, Any]) -> str:
    kind = room.removesuffix("s")
    rows = []
    for name, plugin in _ours(plugins):
        what = read_about(plugin, room, name).split("\n\n")[0].replace("\n", " ")
        rows.append(f"| [{_label(name, plugin)}]({name}.md) | `{kind}: {name}` | {what} |")
    table = "\n".join([f"| {kind} | in the config | what it does |", "|---|---|---|", *rows])
    return _join([f"# {room.capitalize()}", MADE, table])


def _label(name: str, plugin: Any) -> str:
    return str(getattr(plugin, "label", name.capitalize()))


def _plugin_page(room: str, part: str, general: type[BaseModel], name: str, plugin: Any) -> str:
    label = _label(name, plugin)
    below = f"config/{part}.yaml"
    page = write_plugin_page(name, label, read_about(plugin, room, name), below)
    noun = part.removesuffix("s")
    fields = _own_fields(plugin, general)
    own = write_table(fields) if fields else f"No {noun} of this kind has fields of its own."
    more = (
        f"What every {noun} may say besides stands in [the reference](../reference/config.md#every-{noun})."
    )
    return _join([page.rstrip(), own, *_parts(plugin.Options, "###", general), more])


def _own(room: str, general: type[BaseModel], plugins: Mapping[str, Any]) -> Iterator[str]:
    """What each plugin's entries may say beyond what all may."""
    kind = room.removesuffix("s")
    for name, plugin in _ours(plugins):
        fields = _own_fields(plugin, general)
        yield f"### `{kind}: {name}`"
        yield f"[How to set it up](../{room}/{name}.md)"
        yield write_table(fields) if fields else "It has no fields of its own."
        yield from _parts(plugin.Options, "####", general)


def _own_fields(plugin: Any, general: type[BaseModel]) -> list[FieldLine]:
    """What must be given first."""
    fields = describe_fields(plugin.Options)
    own = [field for field in fields if _is_own(field.name, plugin, general)]
    return sorted(own, key=lambda field: not field.required)


def _is_own(name: str, plugin: Any, general: type[BaseModel]) -> bool:
    """Whether a field is the plugin's own, or one of all that it says otherwise."""
    ours, theirs = plugin.Options.model_fields.get(name), general.model_fields.get(name)
    return theirs is None or (ours is not None and ours.description != theirs.description)


def _parts(model: type[BaseModel], level: str, general: type[BaseModel] | None = None) -> Iterator[str]:
    for name, part in find_parts(model).items():
        if general is None or name not in general.model_fields:
            yield f"{level} {name}"
            yield part.__doc__ or ""
            yield write_table(describe_fields(part))


def _ours(plugins: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Those that come with Newscrier; what others have installed beside it is not in our manual."""
    return [(name, one) for name, one in sorted(plugins.items()) if one.__module__.startswith("bot.")]


def _join(blocks: list[str]) -> str:
    return "\n\n".join(block.strip("\n") for block in blocks if block.strip()) + "\n"
