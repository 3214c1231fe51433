"""Parts of a page that look the same for as long as they say the same, kept instead of rendered again."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final, cast

from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from maturity.core.recently_used import RecentlyUsed

_MOST: Final = 1_000
"""A fragment takes about 4 kB."""


def remember_fragments(app: Flask) -> None:
    """Make `remembered(macro, ...)` known to templates.

    It is what the macro renders of the arguments, kept under the macro and all of the arguments, so that it is never
    stale. The macro must show nothing but its arguments: import it without context, and give it no token.
    """
    kept: RecentlyUsed[Markup] = RecentlyUsed(_MOST)

    @pass_context
    def remembered(context: Context, macro: Macro, *arguments: Hashable) -> Markup:
        key = (context.name, macro.name, arguments)
        found = kept.find(key)
        return kept.keep(key, cast("Markup", context.call(macro, *arguments))) if found is None else found

    app.add_template_global(remembered, "remembered")
