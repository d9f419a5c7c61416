"""Conditions that no proof misses, and why that is right: (code, what was done, condition) → reason."""

from __future__ import annotations

from collections.abc import Mapping

from .mutation import Key

REASONS: Mapping[Key, str] = {}
