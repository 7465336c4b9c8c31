"""Turn the data of a ZPL graphic field (^GFA) into rows of dots.

It must not know labels, nor anything of the drivers: it is written from Zebra's manual alone.

Source: ZPL II Programming Guide, Zebra P1099958, "^GF Graphic Field", "Alternative Data
Compression Scheme" and "ZB64 Encoding and Compression".

    ^GFA,b,c,d,data        A = ASCII; b bytes to come, c bytes of graphic, d bytes in a row
    data, one of
      hexadecimal          two digits a byte, 1 = black; CR and LF mean nothing
      + repeat counts      G..Y = 1..19, g..z = 20..400 (they add up) before one digit
      + row marks          ,  rest of the row white   !  rest black   :  row before, again
      :Z64:base64:crc      zlib, then base64; crc = CRC-16 (CCITT, start 0) over the base64
      :B64:base64:crc      the same without zlib
"""

import base64
import binascii
import re
import zlib

#: A graphic larger than this (a label of 400 x 1000 mm at 300 dpi) is a fault of the job.
MAX_GRAPHIC_BYTES = 8_000_000

_ZB64 = re.compile(rb"^:(?P<kind>[BZ]64):(?P<text>[A-Za-z0-9+/=\s]*):(?P<crc>[0-9A-Fa-f]{4})\s*$")


class BadGraphic(Exception):
    """The graphic of a job is not what its header says; the printer leaves it out."""


def decode_graphic(data: bytes, *, total: int, row_bytes: int) -> bytes:
    """Return exactly `total` bytes of dots, 8 a byte, 1 = black."""
    if not 0 < row_bytes <= total <= MAX_GRAPHIC_BYTES:
        raise BadGraphic(f"graphic of {total} bytes in rows of {row_bytes}")
    dots = _zb64(data) if data.startswith(b":") else _hexadecimal(data, row_bytes)
    return dots[:total].ljust(total, b"\x00")


def _zb64(data: bytes) -> bytes:
    match = _ZB64.match(data)
    if match is None:
        raise BadGraphic(f"neither :Z64:…:crc nor :B64:…:crc: {data[:24]!r}…")
    text = match["text"]
    if binascii.crc_hqx(text, 0) != int(match["crc"], 16):
        raise BadGraphic(f"CRC {match['crc']!r} does not fit the data")
    try:
        packed = base64.b64decode(text, validate=False)
        return packed if match["kind"] == b"B64" else _inflate(packed)
    except (binascii.Error, zlib.error) as error:
        raise BadGraphic(f"{match['kind']!r} data: {error}") from error


def _inflate(packed: bytes) -> bytes:
    return zlib.decompressobj().decompress(packed, MAX_GRAPHIC_BYTES)


def _hexadecimal(data: bytes, row_bytes: int) -> bytes:
    width = row_bytes * 2
    rows: list[str] = []
    row = ""
    count = 0
    for letter in data.decode("latin-1"):
        if letter in "0123456789ABCDEFabcdef":
            row += letter * max(count, 1)
            count = 0
        elif "G" <= letter <= "Y":
            count += ord(letter) - ord("F")
        elif "g" <= letter <= "z":
            count += (ord(letter) - ord("f")) * 20
        elif letter in ",!":
            row = row.ljust(width, "0" if letter == "," else "F")
        elif letter == ":":
            rows.append(rows[-1] if rows else "0" * width)
        elif letter not in "\r\n\t ":
            raise BadGraphic(f"{letter!r} is no hexadecimal digit")
        while len(row) >= width:
            rows.append(row[:width])
            row = row[width:]
        if len(rows) * row_bytes > MAX_GRAPHIC_BYTES:
            raise BadGraphic("more dots than a label can have")
    if row:
        rows.append(row.ljust(width, "0"))
    return bytes.fromhex("".join(rows))
