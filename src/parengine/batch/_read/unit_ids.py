"""The ids of units: read as text, composed, and looked through for those that stand in a table twice."""

from __future__ import annotations

import hashlib
from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from .arrays import is_text, plain, plain_type

_Hashes: TypeAlias = NDArray[np.uint64]
#: Two hashes of each id.
Hashed: TypeAlias = tuple[_Hashes, _Hashes]

#: How many rows are looked at at once, so that what is needed beside the hashes stays small.
AT_ONCE: Final = 65_536
#: Ids of more bytes are hashed one by one; a unit's id is never so long.
_LONG: Final = 256
#: Odd numbers without a pattern (the fractions of √2, √3 and √5): one start and one factor for each of two hashes.
_STARTS: Final = (np.uint64(0x6A09E667F3BCC909), np.uint64(0xBB67AE8584CAA73B))
_FACTORS: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0x3C6EF372FE94F82B))
_SHIFT: Final = np.uint64(29)
#: In UTF-8 the characters before U+0300, the first mark to be composed, begin with lesser bytes than this one.
_FIRST_MARK: Final = 0xCC
#: How those from U+1E00 to U+1EFF begin, and between which bytes their second one lies.
_LATIN_ADDITIONAL, _LATIN_SECONDS = 0xE1, (0xB8, 0xBB)


def is_id(type_: pa.DataType) -> bool:
    """Return whether a column of a type may hold ids: text, or whole numbers by their digits."""
    held = plain_type(type_)
    return bool(is_text(held) or pa.types.is_integer(held) or pa.types.is_null(held))


def ids_of(array: pa.Array) -> pa.Array:
    """
    Return ids as composed text (NFC), as documents have them: what looks the same is the same unit.

    Raises `ArrowInvalid` for text that is not Unicode.
    """
    text = plain(array)
    if not pa.types.is_large_string(text.type):
        text = text.cast(pa.large_string())
    return text if _is_composed(text) else pc.utf8_normalize(text, form="NFC")


def _is_composed(text: pa.Array) -> bool:
    """Return whether no letter lies outside the Latin ones, Vietnamese included, which are each a single character."""
    starts, lengths, letters = _layout(text)
    if not len(text):
        return True
    letters = letters[starts[0] : starts[-1] + lengths[-1]]
    leading = np.flatnonzero(letters >= _FIRST_MARK)
    if not len(leading):
        return True
    seconds = letters[np.minimum(leading + 1, len(letters) - 1)]
    is_latin = (
        np.equal(letters[leading], _LATIN_ADDITIONAL) & (seconds >= _LATIN_SECONDS[0]) & (seconds <= _LATIN_SECONDS[1])
    )
    return bool(is_latin.all())


class SeenIds:
    """
    The ids that were seen, each as two hashes of 64 bits in the order of the rows, and those that came twice.

    Ten million of them need 160 MB, and half as much again to be compared. No id is its own text here, so that two
    different ones are taken for the same once in 10²⁴ tables of that size.
    """

    def __init__(self) -> None:
        self._first: list[_Hashes] = []
        self._second: list[_Hashes] = []

    def see(self, ids: pa.Array) -> None:
        """Take in the ids of the next rows; null and empty ones are nobody's."""
        for start in range(0, len(ids), AT_ONCE):
            self.add(hashed(ids.slice(start, AT_ONCE)))

    def add(self, hashes: Hashed) -> None:
        """Take in the hashes of the ids of the next rows."""
        self._first.append(hashes[0])
        self._second.append(hashes[1])

    def rows_twice(self) -> list[list[int]]:
        """Return the rows of each id that stands in several, counted from 0, in their order."""
        first = _joined(self._first)
        ordered = np.sort(first)
        twice = np.unique(ordered[1:][(ordered[1:] == ordered[:-1]) & (ordered[1:] != 0)])
        if not len(twice):
            return []
        rows = np.flatnonzero(np.isin(first, twice))
        groups: dict[tuple[int, int], list[int]] = {}
        second = _joined(self._second)
        for row in rows.tolist():
            groups.setdefault((int(first[row]), int(second[row])), []).append(row)
        return [group for group in groups.values() if len(group) > 1]


def _joined(hashes: list[_Hashes]) -> _Hashes:
    return np.concatenate(hashes) if hashes else np.zeros(0, np.uint64)


def are_within(ids: pa.Array, longest: int) -> bool:
    """Return whether each id is there, is not empty, and has at most so many bytes."""
    _, lengths, _ = _layout(ids)
    return len(ids) == 0 or bool(lengths.min() > 0 and lengths.max() <= longest)


def hashed(ids: pa.Array) -> Hashed:
    """Return two hashes for each id, 0 for one that is null or empty."""
    starts, lengths, letters = _layout(ids)
    found = (np.zeros(len(ids), np.uint64), np.zeros(len(ids), np.uint64))
    for length in np.flatnonzero(np.bincount(np.minimum(lengths, _LONG))).tolist():
        rows = np.flatnonzero(lengths == length)
        if 0 < length < _LONG:
            _hash_alike(_words(letters, starts[rows], length), length, rows, found)
    for row in np.flatnonzero(lengths >= _LONG).tolist():
        _hash_long(letters[starts[row] : starts[row] + lengths[row]], row, found)
    return found


def _layout(ids: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
    """Return where the text of each id starts, how many bytes it has, and the bytes."""
    _, offsets, letters = ids.buffers()
    if not len(ids):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint8)
    bounds = np.frombuffer(offsets, np.int64, len(ids) + 1, ids.offset * 8)
    lengths = np.diff(bounds)
    if ids.null_count:
        lengths = np.where(pc.is_valid(ids).to_numpy(zero_copy_only=False), lengths, 0)
    has_letters = letters is not None and letters.size
    return bounds[:-1], lengths, np.frombuffer(letters, np.uint8) if has_letters else np.zeros(0, np.uint8)


def _words(letters: NDArray[np.uint8], starts: NDArray[np.int64], length: int) -> _Hashes:
    """Return ids of one length as rows of words of 64 bits."""
    padded = np.zeros((len(starts), -(-length // 8) * 8), np.uint8)
    if starts[-1] - starts[0] == (len(starts) - 1) * length and (np.diff(starts) == length).all():
        padded[:, :length] = letters[starts[0] : starts[-1] + length].reshape(-1, length)
    else:
        padded[:, :length] = letters[starts[:, None] + np.arange(length)]
    return padded.view(np.uint64)


def _hash_alike(words: _Hashes, length: int, rows: NDArray[np.intp], found: Hashed) -> None:
    first, second = found
    first[rows] = _mixed(words, length, 0)
    # Each step is one to one: the first hash and the length tell ids of one word apart.
    second[rows] = length if words.shape[1] == 1 else _mixed(words, length, 1)


def _mixed(words: _Hashes, length: int, way: int) -> _Hashes:
    mixed = np.full(len(words), _STARTS[way] ^ np.uint64(length), np.uint64)
    for word in words.T:
        mixed ^= word
        mixed *= _FACTORS[way]
        mixed ^= mixed >> _SHIFT
    return mixed


def _hash_long(letters: NDArray[Any], row: int, found: Hashed) -> None:
    digest = hashlib.blake2b(letters.tobytes(), digest_size=16).digest()
    for into, word in zip(found, np.frombuffer(digest, np.uint64), strict=True):
        into[row] = word
