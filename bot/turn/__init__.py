"""One turn: text or an answer in, a case and a reply out; every door and every test talks to it."""

from .conversation import Conversation, Live
from .turns import Turn
from .understanding import patterns
from .unseen import saw_nothing, unknown_run

__all__ = ["Conversation", "Live", "Turn", "patterns", "saw_nothing", "unknown_run"]
