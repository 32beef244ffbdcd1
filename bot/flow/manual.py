"""The pages of the manual that are made from the code."""

from __future__ import annotations

from bot.extract.documents.reference import write_articles_page
from bot.flow.templating.cases import Case
from bot.flow.watching.metrics import write_metrics_page
from bot.plugin.fields import describe_fields
from bot.plugin.pages import MADE, write_table
from bot.render.reference import write_variables_page
from bot.settings.reference import write_config_page, write_plugin_pages, write_rules_page

_TESTS = """\
# Tests of templates

{made}

A file in `templates/tests/` holds cases. Each begins with a name of your choice; below it stand an article
(`article`, or `title` and `text`), a place (`channel`, `platform` or `limit`), and what must be (`expect`,
`contains`, `not contains` or `drops`). `newscrier template test` carries them out.

```yaml
# templates/tests/ferry.yaml
A short post keeps its headline and drops the figure:
  title: The ferry sails again
  text: The island has its ferry back. The repair cost €4 million, the town said.
  about: {{url: https://courier.example.org/1, tags: [Ferry]}}
  limit: 60
  template: posts/default.j2
  contains: The ferry sails again
  not contains: €4 million
```

{fields}
"""


def write_pages() -> dict[str, str]:
    """Each page by its path below docs/."""
    return {
        "reference/config.md": write_config_page(),
        "reference/rules.md": write_rules_page(),
        "reference/template-variables.md": write_variables_page(),
        "reference/template-tests.md": _TESTS.format(made=MADE, fields=write_table(describe_fields(Case))),
        "reference/articles.md": write_articles_page(),
        "reference/metrics.md": write_metrics_page(),
        **write_plugin_pages(),
    }
