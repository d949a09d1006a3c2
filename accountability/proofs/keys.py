"""The key that signs checkpoints and bundles: Ed25519, made once under the site's own folder, readable by its owner."""

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class Signed(NamedTuple):
    """A signature and the public key that checks it, both in hexadecimal."""

    signature: str
    public_key: str


def place() -> Path:
    """Where the private key lies; it is no part of a backup."""
    return Path(settings.KEYS_DIR) / "checkpoint.key"


def _private() -> Ed25519PrivateKey:
    """The key, made on its first use."""
    path = place()
    try:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            written = path.with_name(f"{path.name}.{os.getpid()}")
            with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex())
            try:
                os.link(written, path)  # whole or not at all, and the first of two starts wins
            except FileExistsError:
                pass
            finally:
                written.unlink()
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"{path} cannot be read or written, or is damaged ({error}).") from error


def public_key() -> str:
    """The public key in hexadecimal: what is handed to those who are to check."""
    return _private().public_key().public_bytes_raw().hex()


def key_id(public: str) -> str:
    """The short name of a public key."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16]


def sign(text: str) -> Signed:
    """Sign the UTF-8 bytes of a text."""
    key = _private()
    return Signed(key.sign(text.encode()).hex(), key.public_key().public_bytes_raw().hex())


def is_signed(text: str, signed: Signed) -> bool:
    """Whether the signature over a text is that of the public key; whatever is damaged is not signed."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed.public_key))
        key.verify(bytes.fromhex(signed.signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def earlier() -> Path:
    """Where the public keys stand, one a line, that signed before the present key."""
    return place().with_name("earlier.txt")


def trusted() -> frozenset[str]:
    """The present public key and those before it."""
    kept = earlier().read_text().split() if earlier().exists() else []
    return frozenset({public_key(), *kept})


def trust(public: str) -> None:
    """Note a public key under which this installation has signed before."""
    if public not in trusted():
        with earlier().open("a") as file:
            file.write(f"{public}\n")
