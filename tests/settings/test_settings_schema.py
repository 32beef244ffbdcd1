"""Schemas agree with the loader, and every field is explained."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML
from toy_settings import CASES, GOOD, PLATFORMS, SOURCES, BirdOptions, Case, SheetOptions, ShelfOptions

from bot.plugin import discover_platforms, discover_sources
from bot.settings.newsroom import NewsroomFile
from bot.settings.rules.rule import RuleFields
from bot.settings.schema import build_schemas, write_schemas

ROOT = Path(__file__).resolve().parents[2]
PLUGINS: list[Any] = [*discover_platforms().values(), *discover_sources().values()]
MODELS: list[type[BaseModel]] = [
    NewsroomFile, RuleFields, BirdOptions, ShelfOptions, SheetOptions, *[plugin.Options for plugin in PLUGINS]
]  # fmt: skip


def _fields(model: type[BaseModel], *outer: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    if model in outer:
        return
    for name, info in model.model_fields.items():
        yield f"{model.__name__}.{name}", info
        for inner in (info.annotation, *get_args(info.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _fields(inner, model, *outer)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"{model.__module__}.{model.__name__}")
def test_every_field_has_a_description_and_an_example(model: type[BaseModel]) -> None:
    lacking = [name for name, info in _fields(model) if not info.description or not info.examples]
    assert lacking == []


@pytest.mark.parametrize("schema", ["newscrier", "sources", "channels", "rules"])
def test_the_schemas_are_right_and_explain_every_field(schema: str) -> None:
    built = build_schemas(PLATFORMS, SOURCES)[schema]
    jsonschema.Draft202012Validator.check_schema(built)
    jsonschema.Draft202012Validator.check_schema(build_schemas()[schema])
    _check(built, GOOD.get(f"{schema}.yaml", RULES))


@pytest.mark.parametrize("name", ["newscrier", "sources", "channels", "rules"])
def test_the_starters_fit_their_schema(name: str) -> None:
    text = (ROOT / "config" / f"{name}.yaml").read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema=../.newscrier/schema/{name}.json\n")
    jsonschema.validate(YAML(typ="safe").load(text), build_schemas()[name])


RULES = """\
- when: {any: [{tag: [a, 2026]}, {not: {section: b}}], words: dead, apart_from: [dead heat]}
  then: {tone: sober}
- {when: {language: other}, then: {ask: true, channels: main}, why: x}
"""
REFUSED = {
    "an unknown field", "a word that is not offered", "a number below zero", "no token", "no platform",
    "an unknown platform", "a literal token", "a bad name", "an unknown source", "unknown parts",
    "no newsroom", "a channel that is a word", "a reference of an unknown kind",
}  # fmt: skip


@pytest.mark.parametrize("case", [case for case in CASES if case.name in REFUSED], ids=lambda case: case.name)
def test_an_editor_sees_what_the_loader_refuses(case: Case) -> None:
    ((file, content),) = case.files.items()
    with pytest.raises(jsonschema.ValidationError):
        _check(build_schemas(PLATFORMS, SOURCES)[file.removesuffix(".yaml")], content)


def test_schemas_are_written_and_renewed(tmp_path: Path) -> None:
    folder = tmp_path / ".newscrier/schema"
    paths = write_schemas(folder, PLATFORMS, SOURCES)
    paths[0].write_text("old")
    assert write_schemas(folder, PLATFORMS, SOURCES) == paths
    assert [path.name for path in paths] == [
        "newscrier.json", "sources.json", "channels.json", "rules.json", "legal.json"
    ]  # fmt: skip
    assert all(json.loads(path.read_text())["$schema"] for path in paths)


def _check(schema: dict[str, Any], content: str | bytes | None) -> None:
    jsonschema.validate(YAML(typ="safe").load(content), schema)
