"""Which names of fonts count as the typefaces of the standard."""


def _one_of(*parts: str) -> tuple[str, ...]:
    return tuple(part.casefold() for part in parts)


TITLE_SONG = _one_of("小标宋", "xbs", "stzhongsong", "华文中宋", "中宋")
FANG_SONG = _one_of("仿宋", "fangsong", "fang song")
KAI = _one_of("楷体", "kaiti", "kai", "楷")
HEI = _one_of("黑体", "simhei", "heiti")
SONG = _one_of("宋体", "simsun", "nsimsun")


def is_title_song(face: str) -> bool:
    """小标宋, or the closest a machine without it has."""
    return any(part in face.casefold() for part in TITLE_SONG)


def is_fang_song(face: str) -> bool:
    """仿宋."""
    return any(part in face.casefold() for part in FANG_SONG)


def is_kai(face: str) -> bool:
    """楷体."""
    return any(part in face.casefold() for part in KAI)


def is_hei(face: str) -> bool:
    """黑体."""
    return any(part in face.casefold() for part in HEI)
