"""The pages of the manual that are made from the code."""

from __future__ import annotations

from bot.extract.reference import write_articles_page
from bot.render.reference import write_variables_page
from bot.settings.reference import write_config_page, write_plugin_pages, write_rules_page


def write_pages() -> dict[str, str]:
    """Each page by its path below docs/."""
    return {
        "reference/config.md": write_config_page(),
        "reference/rules.md": write_rules_page(),
        "reference/template-variables.md": write_variables_page(),
        "reference/articles.md": write_articles_page(),
        **write_plugin_pages(),
    }
