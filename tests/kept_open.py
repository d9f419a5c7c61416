"""What is dear to open, such as a server of a release, stays open while tests ask for the same again.

A fixture with parameters would do, were it not closed and opened anew between tests of an equal parameter.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class KeptOpen(Generic[Thing]):
    """One at a time: what was opened for the name that was asked for last."""

    def __init__(self, opening: Callable[[str], AbstractAsyncContextManager[Thing]]) -> None:
        self._opening = opening
        self._opened: tuple[str, Thing] | None = None
        self._stack = AsyncExitStack()

    async def of(self, name: str) -> Thing:
        """Return what belongs to the name; what is open for another name is closed first."""
        if self._opened is None or self._opened[0] != name:
            await self.close()
            self._opened = name, await self._stack.enter_async_context(self._opening(name))
        return self._opened[1]

    @asynccontextmanager
    async def lent(self, name: str) -> AsyncIterator[Thing]:
        """Lend it to a test that may spoil it: after a failure the next that asks gets a new one."""
        try:
            yield await self.of(name)
        except Exception:
            await self.close()
            raise

    async def close(self) -> None:
        """Close what is open."""
        self._opened = None
        await self._stack.aclose()
