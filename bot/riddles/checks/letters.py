"""Letters that look alike made one: accents, widths, look-alikes of other scripts, digits that stand for letters."""

from __future__ import annotations

import unicodedata
from functools import cache

_CYRILLIC = dict(zip("авекмнорстухіјѕԁһԛԝгпьѵӏєҽ", "abekmhopctyxijsdhqwrnbvlee", strict=True))
_GREEK = dict(zip("αβγεικνορτυχωηκμϲϳζσ", "abyeikvoptuxwnkucjzo", strict=True))
_CAPITALS = dict(zip("АВЕКМНОРСТУХІЈЅԌԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "ABEKMHOPCTYXIJSGQWABEZHIKMNOPTYXC", strict=True))
_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡɩ", "abcdefghijklmnoprstuvwyzagi", strict=True))
_ARMENIAN = dict(zip("սօոհցզԼՕՍ", "uonhgqLOU", strict=True))
_STRUCK = dict(zip("ⱥƀȼɇǥɨɉꝁƚɵɍⱦʉɏƶ", "abcegijklortuyz", strict=True))
_TURNED = dict(zip("ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ", "acefghijkmrtvwy", strict=True))
_LETTERS = {
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H", "ı": "i",
    "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ß": "ss", "ŧ": "t", "Ŧ": "T", "ŋ": "n",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "＇": "'",
}  # fmt: skip
_LEET = str.maketrans(dict(zip("0345789@$€+¢£", "oeastbgasetcl", strict=True)))
_BARS = ("i", "l")


@cache
def _table() -> dict[int, str]:
    kinds = (_CYRILLIC, _GREEK, _CAPITALS, _SMALL_CAPITALS, _ARMENIAN, _STRUCK, _TURNED, _LETTERS)
    table = {ord(a): b for pairs in kinds for a, b in pairs.items()}
    for first in (0x1F150, 0x1F170, 0x1F1E6):  # letters in discs, in squares, and those that flags are made of
        table.update({first + n: chr(ord("A") + n) for n in range(26)})
    return table


def latin(text: str) -> str:
    """Turn what looks like Latin letters into them, in their case, without accents and invisible characters."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_table()))
    kept = (c for c in decomposed if c.isspace() or unicodedata.category(c) not in {"Mn", "Me", "Cf", "Cc", "Co", "Cn"})
    return "".join(kept).translate(_table())


def unleet(token: str) -> tuple[str, ...]:
    """What a token with a letter says where digits and signs stand for letters: "L1sb0n"."""
    if token.isalpha() or not any(c.isalpha() for c in token):
        return ()
    plain = token.translate(_LEET)
    if not any(c in "1!|" for c in plain):
        return (plain,)
    return tuple(plain.translate({ord(c): bar for c in "1!|"}) for bar in _BARS)
