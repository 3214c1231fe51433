"""Setting up: a collaborative, its partners and its people."""

from __future__ import annotations

from maturity.core.membership import SuccessionRefused
from maturity.usecases.set_up.collaborative import (
    CollaborativeDetails,
    TypeIsFixed,
    change_collaborative,
    set_up_collaborative,
)
from maturity.usecases.set_up.partners import (
    OdsCodeRefused,
    PartnerDetails,
    PartnerIsMember,
    PartnerNameTaken,
    add_partner,
    change_partner,
    check_ods_code,
)
from maturity.usecases.set_up.people import PersonAdded, RoleNotAllowed, add_person, make_link_for_person, remove_role

__all__ = [
    "CollaborativeDetails",
    "OdsCodeRefused",
    "PartnerDetails",
    "PartnerIsMember",
    "PartnerNameTaken",
    "PersonAdded",
    "RoleNotAllowed",
    "SuccessionRefused",
    "TypeIsFixed",
    "add_partner",
    "add_person",
    "change_collaborative",
    "change_partner",
    "check_ods_code",
    "make_link_for_person",
    "remove_role",
    "set_up_collaborative",
]
