"""The reference of the template language, made from the variables and filters themselves."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from bot.plugin.pages import MADE
from bot.render import filters, parts, thread
from bot.render.variables import FigureVariables, PostVariables, QuoteVariables

_HEAD = """\
What a post template in `templates/posts/` can print. Templates are Jinja2 with a small vocabulary: what is
listed here is all there is, and what is misspelt is a problem with its line, never an empty place in a post.
How to write one: [writing templates](../how-to/write-templates.md).
"""

_PART = """\
```text
{% part "quote", 2 %}
{{ quote.text | quoted(language) }}
— {{ quote.attribution }}

{% endpart %}
```
"""

_NEXT = """\
```text
{{ headline | clippable }}

{% part "link" %}
{{ link }}
{% endpart %}
{% next %}
{% part "quote" %}
{{ quote.text | quoted(language) }}
— {{ quote.attribution }}
{% endpart %}
```
"""


def write_variables_page() -> str:
    """Every variable, filter and block of post templates."""
    own = [getattr(filters, name) for name in sorted(filters.make_filters()) if hasattr(filters, name)]
    jinja = sorted(
        name for name in filters.make_filters() if not name.startswith(" ") and not hasattr(filters, name)
    )
    blocks = [
        "# Template variables",
        MADE,
        _HEAD,
        "## Variables",
        _table(PostVariables, ""),
        "## The key figure",
        _table(FigureVariables, "figure."),
        "## The quote",
        _table(QuoteVariables, "quote."),
        "## Parts",
        inspect.cleandoc(parts.__doc__ or ""),
        _PART,
        "## Threads",
        inspect.cleandoc(thread.__doc__ or ""),
        _NEXT,
        "## Filters",
        "| filter | what it makes of a text |\n|---|---|\n" + "\n".join(map(_filter_row, own)),
        "Of Jinja's own there are: " + ", ".join(f"`{name}`" for name in jinja) + ".",
    ]
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"


def _table(model: type[Any], before: str) -> str:
    rows = [f"| `{before}{name}` | {line} | {example} |" for name, line, example in _rows(model)]
    return "\n".join(["| variable | what it is | for example |", "|---|---|---|", *rows])


def _rows(model: type[Any]) -> Iterator[tuple[str, str, str]]:
    for each in fields(model):
        yield each.name, str(each.metadata["help"]), _example(each.metadata["example"])
    for name, value in vars(model).items():
        if isinstance(value, property):
            told, _, example = (value.__doc__ or "").partition(": ")
            yield name, told, example.strip('".')


def _example(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value).replace("|", "\\|")


def _filter_row(function: Any) -> str:
    told = inspect.cleandoc(function.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    arguments = list(inspect.signature(function).parameters)[1:]
    shown = f"{function.__name__}({', '.join(arguments)})" if arguments else function.__name__
    return f"| `{shown}` | {told} |"
