"""How much may come out of packed data, so that no file can fill the memory."""

from ..said import Said, said

LARGEST_MEMBER = 200_000_000  # bytes, unpacked
LARGEST_TOTAL = 4_000_000_000  # bytes that an archive unpacks to, archives inside it included
MOST_MEMBERS = 200_000
STEEPEST = 200  # times its packed size: writing packs ten times, seldom fifty
HARMLESS = 1_000_000  # bytes; nothing so small does harm, however well it packs
DEEPEST = 2  # archives in archives in an archive


def is_bomb(unpacked: int, packed: int) -> bool:
    """Whether so many bytes out of so few are there to do harm."""
    return unpacked > HARMLESS and unpacked > STEEPEST * packed


def too_large(size: int, most: int) -> Said:
    """Why a member of so many bytes is not unpacked."""
    return said("unpacks to {size:,} bytes; at most {most:,} are read", size=size, most=most)
