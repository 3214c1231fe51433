"""The one value that every page of results, report, chart and export of a round is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from maturity.core.agreement import Agreement
from maturity.core.matrix import Level, Matrix
from maturity.core.movement import Comparison, CriterionMovement, Trend
from maturity.core.position import Position
from maturity.core.scoring import CriterionResult, Coverage, DomainResult, OverallResult
