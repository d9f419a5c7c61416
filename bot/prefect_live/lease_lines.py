"""What a line of a run's log says about a lease that was lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .asking import Row

Answer = Literal["gone", "unreachable", "refused", "unknown"]

LOST = "Concurrency lease renewal failed"
ENDS_THE_RUN = "Terminating execution"
_LEASE = re.compile(r"Lease ID: ([0-9a-f-]{36})")
_STATUS = re.compile(r"error '(\d{3}) [A-Z]")
_AWAY = re.compile(
    r"\b(?:Connect|Read|Write|Pool)(?:Error|Timeout)\b|RemoteProtocolError|All connection attempts failed"
    r"|Connection refused|Name or service not known|name resolution|Server disconnected"
)
# The frames of the traceback tell how the client renews: in a thread of its own since 3.7.1.
_IN_A_THREAD, _ON_A_LOOP = "in _run_with_failure_handler", "await renew()"
_FIRST_FRAME = re.compile(r'Traceback \(most recent call last\):\s+File "[^"]{0,300}[/\\]([a-z_]+\.py)"')


@dataclass(frozen=True, slots=True)
class Loss:
    """One lost lease; `noticed` is the client's time, `written` the server's.

    answer: whether the server no longer knew the lease, could not be reached, or refused to renew it.
    on_flow_loop: whether the client renewed it on the flow's own event loop; None where nothing tells.
    """

    run: str
    task: str | None
    noticed: datetime
    written: datetime
    ends_run: bool
    answer: Answer
    lease: str
    on_flow_loop: bool | None


def losses_in(rows: Iterable[Row]) -> tuple[Loss, ...]:
    """Return the lost leases these log rows tell of, newest first."""
    found = [_loss(row) for row in rows if row["flow_run_id"] and row["message"].startswith(LOST)]
    return tuple(sorted(found, key=lambda loss: loss.noticed, reverse=True))


def _loss(row: Row) -> Loss:
    message = str(row["message"])
    lease = _LEASE.search(message[:400])
    noticed = datetime.fromisoformat(row["timestamp"])
    return Loss(
        run=str(row["flow_run_id"]),
        task=row["task_run_id"],
        noticed=noticed,
        written=datetime.fromisoformat(row["created"]) if row.get("created") else noticed,
        ends_run=ENDS_THE_RUN in message[:400],
        answer=_answer(message),
        lease=lease[1] if lease else "",
        on_flow_loop=_on_flow_loop(message),
    )


def _answer(message: str) -> Answer:
    # Before 3.7 the exception stands only in the traceback, whose last line is the exception itself.
    told = message[:1000] + "\n" + message[-1500:]
    status = _STATUS.search(told)
    if status:
        code = int(status[1])
        return "gone" if code == 410 else "unreachable" if code in {408, 429, 502, 503, 504} else "refused"
    return "unreachable" if _AWAY.search(told) else "unknown"


def _on_flow_loop(message: str) -> bool | None:
    if _IN_A_THREAD in message:
        return False
    first = _FIRST_FRAME.search(message)
    # A sync flow of these releases renews on a loop in a thread of its own, below a call's frames.
    return first[1] == "_leases.py" if first and _ON_A_LOOP in message else None
