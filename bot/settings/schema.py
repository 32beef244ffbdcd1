"""JSON Schema of the config files, so that an editor helps while one writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.plugin import discover_platforms, discover_sources
from bot.settings.legal import RestrictionFields
from bot.settings.newsroom import NewsroomFile
from bot.settings.rules.rule import RuleFields

SCHEMA_FOLDER = Path(".newscrier/schema")
"""Below the project folder; the first line of each config file points there."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_NAME = r"^[^\s/\\:!?*@#'\"]{1,64}$"
"""Looser than the loader, which knows the letters of every language; editors' patterns know ASCII only."""


def build_schemas(
    platforms: Mapping[str, Any] | None = None, sources: Mapping[str, Any] | None = None
) -> dict[str, dict[str, Any]]:
    """One schema per config file: newscrier, sources, channels, rules and legal."""
    platforms = discover_platforms() if platforms is None else platforms
    sources = discover_sources() if sources is None else sources
    return {
        "newscrier": {
            "$schema": _DRAFT,
            **NewsroomFile.model_json_schema(),
            "title": "config/newscrier.yaml: the newsroom",
        },
        "sources": _choice("sources", "where articles come from", "source", sources),
        "channels": _choice("channels", "where posts go", "platform", platforms),
        "rules": _list("rules", "what may go where and how", RuleFields),
        "legal": _list("legal", "names under restriction", RestrictionFields),
    }


def write_schemas(
    folder: Path, platforms: Mapping[str, Any] | None = None, sources: Mapping[str, Any] | None = None
) -> list[Path]:
    """Write a file for each, `newscrier.json` and so on, into `folder`.

    It is made if need be. The files are ours: older ones are replaced. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in build_schemas(platforms, sources).items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written


def _list(file: str, meaning: str, model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema()
    definitions = schema.pop("$defs", {})
    return {
        "$schema": _DRAFT,
        "title": f"config/{file}.yaml: {meaning}",
        "type": ["array", "null"],
        "items": schema,
        "$defs": definitions,
    }


def _choice(file: str, meaning: str, kind: str, plugins: Mapping[str, Any]) -> dict[str, Any]:
    """Names on top; below each the fields of the plugin that it names in the field `kind`.

    Conditions instead of `oneOf`, so that an editor tells what is wrong with the plugin that is meant.
    """
    definitions: dict[str, Any] = {}
    conditions = []
    for name, plugin in sorted(plugins.items()):
        schema = plugin.Options.model_json_schema(ref_template=f"#/$defs/{name}/$defs/{{model}}")
        schema["properties"][kind] = {**schema["properties"][kind], "const": name}
        definitions[name] = schema
        conditions.append(
            {
                "if": {"properties": {kind: {"const": name}}, "required": [kind]},
                "then": {"$ref": f"#/$defs/{name}"},
            }
        )
    entry: dict[str, Any] = {
        "type": "object",
        "required": [kind],
        "properties": {kind: {"enum": sorted(plugins)}},
    }
    if conditions:
        entry["allOf"] = conditions
    return {
        "$schema": _DRAFT,
        "title": f"config/{file}.yaml: {meaning}",
        "type": ["object", "null"],
        "propertyNames": {"pattern": _NAME},
        "additionalProperties": entry,
        "$defs": definitions,
    }
