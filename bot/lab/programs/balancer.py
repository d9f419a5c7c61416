"""Hands each new connection to the next of several ports, as load balancers do. Arguments: own, others."""

from __future__ import annotations

import asyncio
import itertools
import sys


async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy one direction until it ends."""
    try:
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def serve(own: int, ports: list[int]) -> None:
    """Balance until killed."""
    turn = itertools.cycle(ports)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            behind, before = await asyncio.open_connection("127.0.0.1", next(turn))
        except ConnectionError:
            writer.close()
            return
        await asyncio.gather(pipe(reader, before), pipe(behind, writer))

    async with await asyncio.start_server(connected, "127.0.0.1", own) as server:
        await server.serve_forever()


if __name__ == "__main__":
    first, *others = map(int, sys.argv[1:])
    asyncio.run(serve(first, others))
