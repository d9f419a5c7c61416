"""What of the tests stays together when several processes share them.

pytest-xdist's own groups (`--dist loadgroup`) have no effect with pytest 9.2, which keeps node ids elsewhere.
"""

from __future__ import annotations

import re

from xdist.scheduler import LoadScopeScheduling

ALONE = "tests/lab/test_scenarios.py"
BY_RELEASE = ("tests/lab/test_releases.py", "tests/releases/")
RELEASE = re.compile(r"\[([\d.]+)")


class TogetherByFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """A file stays together, in its order; each scenario may go anywhere, each release to one process."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if file == ALONE:
            return nodeid
        if file.startswith(BY_RELEASE):
            of_release = RELEASE.search(test)
            folder = file.rpartition("/")[0]
            return f"{folder}::{of_release[1]}" if of_release else file
        return file
