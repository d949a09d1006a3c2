"""SHA-256 and SM3 of bytes in hexadecimal, each by the quickest way that is there; needs nothing of Django."""

import hashlib

from cryptography.hazmat.primitives import hashes

__all__ = ["sha256", "sm3"]


def sha256(data: bytes) -> str:
    """SHA-256 (GB/T 18238.3)."""
    return hashlib.sha256(data).hexdigest()


def sm3_by_cryptography(data: bytes) -> str:
    """SM3 (GB/T 32905), where the OpenSSL of this Python has none."""
    made = hashes.Hash(hashes.SM3())
    made.update(data)
    return made.finalize().hex()


def sm3_by_openssl(data: bytes) -> str:
    """SM3 (GB/T 32905); a copy of an empty one is twice as quick as a new one."""
    made = _EMPTY.copy()
    made.update(data)
    return made.hexdigest()


try:
    _EMPTY = hashlib.new("sm3")
    sm3 = sm3_by_openssl
except ValueError:
    sm3 = sm3_by_cryptography
