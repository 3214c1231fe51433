"""A form that was changed in another place after it was opened."""

from __future__ import annotations


class StaleForm(Exception):
    """The same details were changed in another place after the form was opened. Nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__(
            "These details were changed in another place after you opened this page. "
            "Nothing was overwritten: what you entered is below, beside what is there now."
        )
