"""How the slots of one thing are written."""

from __future__ import annotations

USES = "`{{ name }}` uses {{ slots_used }} of {{ slot_limit | count_of('slot') }}"
HELD = "{% if holders %}, held by {{ holders | join_names }}{% endif %}"
