"""What a user types, as a query of the full-text index on names and aliases. Pure.

The text is data: only letters, digits and marks of it come into the query, in quotes or as a single lower-case
word, so nothing in it is syntax. A word is found exactly, and with one letter wrong from four letters on, two from
eight on. Scripts that write no spaces (Chinese, Japanese, Thai …) are indexed character by character or as whole
runs, so a run of them is looked for as a phrase.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

__all__ = ["WORDS", "query", "words"]

WORDS = 32
"""how many words of a text count"""
_LONGEST = 64
"""letters of a word that count; no name is longer"""
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "YI ")


def query(text: str) -> str | None:
    """The query for `text`; None where it has no letter or digit to look for.

    >>> query("Foxcon")
    '("foxcon"^4 OR foxcon~1)'
    >>> query("鴻海") == '"鴻海"^4'
    True
    """
    found = list(words(text))
    if not found:
        return None
    terms = [_term(word) for word in found]
    if len(found) > 1:
        terms.insert(0, f'"{" ".join(found)}"^8')
    return " OR ".join(terms)


def words(text: str) -> Iterator[str]:
    """The first words of `text`, lower-case; a run of a script without spaces is one word, cut from its neighbours."""
    plain = unicodedata.normalize("NFKC", text[: WORDS * _LONGEST * 4]).lower()
    count = 0
    for kind, run in groupby(unicodedata.normalize("NFC", plain), _kind):
        if kind and count < WORDS:
            count += 1
            yield "".join(run)[:_LONGEST]


def _kind(char: str) -> str:
    """`` for what separates words, else which kind of word the character belongs to."""
    if unicodedata.category(char)[0] not in "LNM":
        return ""
    return "unspaced" if unicodedata.name(char, "").startswith(_UNSPACED) else "spaced"


def _term(word: str) -> str:
    exact = f'"{word}"^4'
    if len(word) < 4 or _kind(word[0]) == "unspaced":
        return exact
    return f"({exact} OR {word}~{2 if len(word) >= 8 else 1})"
