"""Faults on demand: the bad weather a bot must live through."""

from __future__ import annotations

from dataclasses import dataclass, fields

from bot.workbench.messages import Json


@dataclass
class Faults:
    """How many of the next calls or deliveries go wrong; `retry_after` is in seconds."""

    rate_limit_next: int = 0
    retry_after: int = 1
    rate_limit_method: str = ""
    duplicate_next: int = 0
    drop_ack_next: int = 0

    def order(self, wanted: Json) -> str | None:
        """Take an order such as {"rate_limit_next": 2}; returns what is wrong with it, or None."""
        known = {each.name: type(each.default) for each in fields(self)}
        for name, value in wanted.items():
            if name not in known:
                return f"unknown fault: {name}"
            if type(value) is not known[name]:
                return f"{name} must be {known[name].__name__}"
        for name, value in wanted.items():
            setattr(self, name, value)
        return None

    def limits(self, method: str) -> bool:
        """Tell whether this Web API call is to be rate limited, and count it."""
        if self.rate_limit_next < 1 or self.rate_limit_method not in {"", method}:
            return False
        self.rate_limit_next -= 1
        return True

    def duplicates(self) -> bool:
        """Tell whether this event is to be delivered twice, and count it."""
        self.duplicate_next -= (ordered := self.duplicate_next > 0)
        return ordered

    def drops_ack(self) -> bool:
        """Tell whether the ack of this delivery gets lost, and count it."""
        self.drop_ack_next -= (ordered := self.drop_ack_next > 0)
        return ordered
