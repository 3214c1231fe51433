"""Kinds of collaborative and of partner organisation, and how far a collaborative reaches."""

from __future__ import annotations

from enum import StrEnum


class CollaborativeType(StrEnum):
    """What a collaborative is made of. The values are the tags that a matrix may name in `applies_to`."""

    ACUTE = "acute"
    SPECIALIST = "specialist"
    MENTAL_HEALTH = "mental-health"
    LEAD_PROVIDER = "lead-provider"
    COMMUNITY = "community"
    AMBULANCE = "ambulance"
    VERTICAL = "vertical"
    ALL_IN = "all-in"

    @property
    def label(self) -> str:
        """How the type is shown."""
        return _TYPE_LABELS[self]


_TYPE_LABELS = {
    CollaborativeType.ACUTE: "Acute",
    CollaborativeType.SPECIALIST: "Specialist",
    CollaborativeType.MENTAL_HEALTH: "Mental health, learning disability and autism",
    CollaborativeType.LEAD_PROVIDER: "Mental health, learning disability and autism with a lead provider",
    CollaborativeType.COMMUNITY: "Community",
    CollaborativeType.AMBULANCE: "Ambulance",
    CollaborativeType.VERTICAL: "Vertical: different kinds of provider in one place",
    CollaborativeType.ALL_IN: "All-in: every provider of a system",
}


class Footprint(StrEnum):
    """How far a collaborative reaches."""

    PLACE = "place"
    ICS = "ics"
    MULTI_ICS = "multi-ics"
    REGION = "region"
    CROSS_REGION = "cross-region"

    @property
    def label(self) -> str:
        """How the footprint is shown."""
        return _FOOTPRINT_LABELS[self]


_FOOTPRINT_LABELS = {
    Footprint.PLACE: "One place",
    Footprint.ICS: "One integrated care system",
    Footprint.MULTI_ICS: "Several integrated care systems",
    Footprint.REGION: "A whole region",
    Footprint.CROSS_REGION: "More than one region",
}


class PartnerType(StrEnum):
    """What a partner organisation is. Not every partner is an NHS body."""

    ACUTE_TRUST = "acute-trust"
    MENTAL_HEALTH_TRUST = "mental-health-trust"
    COMMUNITY_TRUST = "community-trust"
    AMBULANCE_TRUST = "ambulance-trust"
    INTEGRATED_TRUST = "integrated-trust"
    PRIMARY_CARE = "primary-care"
    LOCAL_AUTHORITY = "local-authority"
    VCSE = "vcse"
    INDEPENDENT = "independent"
    OTHER = "other"

    @property
    def label(self) -> str:
        """How the type is shown."""
        return _PARTNER_LABELS[self]


_PARTNER_LABELS = {
    PartnerType.ACUTE_TRUST: "Acute or specialist trust",
    PartnerType.MENTAL_HEALTH_TRUST: "Mental health trust",
    PartnerType.COMMUNITY_TRUST: "Community trust",
    PartnerType.AMBULANCE_TRUST: "Ambulance trust",
    PartnerType.INTEGRATED_TRUST: "Trust with several kinds of service",
    PartnerType.PRIMARY_CARE: "Primary care",
    PartnerType.LOCAL_AUTHORITY: "Local authority",
    PartnerType.VCSE: "Voluntary, community or social enterprise",
    PartnerType.INDEPENDENT: "Independent provider",
    PartnerType.OTHER: "Another kind of organisation",
}
