"""Shares of collective recognition, how they changed, and what can be said of it; what a kind is gets decided elsewhere.

The plan behind it is docs/analysis-plan.md. Models are imported only when they are asked for.
"""

from __future__ import annotations

from warehouse.trend.shares import collective_share

__all__ = ["collective_share"]
