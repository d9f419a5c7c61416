"""An Asking whose answers are given by a function; what a real server cannot be made to do on demand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from prefect.client.orchestration import PrefectClient

from bot.prefect_live.asking import Asking

Answer = Callable[[str, dict[str, Any]], Any]  # from the path and the body


class Served(Asking):
    """Answers as told and keeps what it was asked."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(cast("PrefectClient", None), "http://127.0.0.1:4200/api")
        self._answer = answer
        self.asked: list[tuple[str, Any]] = []

    async def _json(self, method: str, path: str, body: Any) -> Any:
        self.asked.append((path, body))
        return self._answer(path, body or {})
