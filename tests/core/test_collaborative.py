"""Kinds of collaborative and partner, each with its words."""

from __future__ import annotations

from enum import StrEnum

import pytest

from maturity.core.collaborative import CollaborativeType, Footprint, PartnerType


@pytest.mark.parametrize("kind", [CollaborativeType, Footprint, PartnerType])
def test_every_kind_has_words_of_its_own(kind: type[CollaborativeType | Footprint | PartnerType]) -> None:
    labels = [member.label for member in kind]
    assert len(set(labels)) == len(labels)
    assert all(label and label[0].isupper() and not label.endswith(".") for label in labels)


@pytest.mark.parametrize("kind", [CollaborativeType, Footprint, PartnerType])
def test_every_value_is_a_slug_that_a_file_and_a_database_can_keep(kind: type[StrEnum]) -> None:
    for member in kind:
        assert member.value == member.value.lower().strip("-")
        assert member.value.replace("-", "").isalpha()


def test_partners_need_not_be_nhs_bodies() -> None:
    assert {PartnerType.VCSE, PartnerType.LOCAL_AUTHORITY, PartnerType.INDEPENDENT} < set(PartnerType)
