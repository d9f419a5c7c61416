"""Encrypts what would open somebody's workspace, before it is written down."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken

from bot.errors import UsageError

_SETTING = "BOT_ENCRYPTION_KEY"
_HOW = (
    "make one with: python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
)


class Cipher:
    """Seals and opens texts with one key; without a key it refuses both. Raises UsageError."""

    def __init__(self, key: str | None) -> None:
        try:
            self._fernet = None if key is None else Fernet(key)
        except ValueError:
            raise UsageError(f"{_SETTING}: not a key; {_HOW}") from None

    def must_have_key(self) -> None:
        """Raise UsageError when there is no key."""
        if self._fernet is None:
            raise UsageError(f"{_SETTING} is not set: tokens are stored encrypted; {_HOW}")

    def seal(self, text: str) -> str:
        """Encrypt. Raises UsageError without a key."""
        self.must_have_key()
        assert self._fernet is not None  # noqa: S101 - just looked
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Decrypt. Raises UsageError without the key that sealed it."""
        self.must_have_key()
        assert self._fernet is not None  # noqa: S101 - just looked
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise UsageError(f"{_SETTING} is not the key that stored this; install the app again") from None
