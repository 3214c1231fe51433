"""The worked example: an invented collaborative with two closed rounds and one open, made by the use cases."""

from maturity.usecases.worked_example.making import (
    WorkedExampleNotDemo,
    check_demo_mode,
    find_worked_example,
    has_worked_example,
    make_worked_example,
)
from maturity.usecases.worked_example.people import DEMO_ACCOUNTS, DEMO_PASSWORD

__all__ = [
    "DEMO_ACCOUNTS",
    "DEMO_PASSWORD",
    "WorkedExampleNotDemo",
    "check_demo_mode",
    "find_worked_example",
    "has_worked_example",
    "make_worked_example",
]
