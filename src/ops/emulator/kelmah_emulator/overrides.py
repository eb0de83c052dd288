"""What a test sets from outside: ids of the next resources, target health and the state of roll-outs."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

next_ids: dict[str, list[str]] = defaultdict(list)
"""By kind, the ids that the next resources of that kind get, in order."""

target_health: dict[str, dict[str, str]] = {}
"""By target id, or `*` for all, what DescribeTargetHealth says."""

rollouts: dict[tuple[str, str], dict[str, Any]] = {}
"""By cluster and service name, fields that a roll-out ends with instead of COMPLETED."""
