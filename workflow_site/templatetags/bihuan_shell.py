"""The frame of every page: menu, counts, and who acts."""

from typing import Any

from django import template

from workflow_site.workbench.shell import Shell, shell_of

register = template.Library()


@register.simple_tag(takes_context=True)
def shell(context: dict[str, Any]) -> Shell:
    """What the bars around the page show for the person of this request; an empty frame for nobody.

    A page that says `bare` has the empty frame too: in a hall five hundred telephones open it within a minute.
    """
    if context.get("bare"):
        return Shell()
    return shell_of(context.get("request"))
