"""Reading: what a person wrote or pasted, as facts. Pure: no I/O, and no other room of the bot."""

from bot.reading.asserted import Stance, asserted, is_asserted, stance
from bot.reading.cleaning import clean
from bot.reading.masking import mask_secrets
from bot.reading.models import Pattern, Problem, Reading, Score, Source, Statement, Value, compile_pattern
from bot.reading.reader import read

__all__ = [
    "Pattern",
    "Problem",
    "Reading",
    "Score",
    "Source",
    "Stance",
    "Statement",
    "Value",
    "asserted",
    "clean",
    "compile_pattern",
    "is_asserted",
    "mask_secrets",
    "read",
    "stance",
]
