"""A save that comes from the script of a page as it is filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response

from maturity.core.matrix import CriterionNotAsked, CriterionNotInMatrix, LevelNotInMatrix
from maturity.persistence.queries.versions import Kept
from maturity.usecases.versioned_save import NotNow, RequestKeyReused, StaleSave
from maturity.web.saving import refused_answer, saved_answer
from maturity.web.versioned_form import VersionedForm


def save_from_script(form: VersionedForm, save: Callable[[], Kept[Any]], *, note: Callable[[Any], str]) -> Response:
    """Save what a form holds and tell the script what came of it; `note` is what is still missing of what was said.

    The answer to a conflict holds nothing of the other version.
    """
    if not form.validate():
        return refused_answer(status="not valid", message=f"Not saved. {form.problems[0][1]}", code=422)
    try:
        kept = save()
    except (RequestKeyReused, LevelNotInMatrix) as problem:
        return refused_answer(status="not valid", message=f"Not saved. {problem}", code=422)
    except StaleSave as problem:
        return refused_answer(status="conflict", message=f"Not saved. {form.why_stale(str(problem))}", code=409)
    except NotNow as problem:
        return refused_answer(status="closed", message=f"Not saved. {problem}", code=409)
    except (CriterionNotAsked, CriterionNotInMatrix):
        return refused_answer(status="not valid", message="Not saved. This criterion is not asked.", code=404)
    return saved_answer(version=kept.version, saved_at=kept.saved_at, note=note(kept.said))
