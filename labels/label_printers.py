r"""Encode a label for TSPL and EPL2 printers: the whole label as one uncompressed bitmap.

It must not draw. Neither job says how large the gap between two labels is: that belongs to the
roll, the printer measured it when the roll was put in, and a wrong figure makes it feed for ever.
"""

from __future__ import annotations

from labels.dots import black_is_zero, row_bytes_of
from labels.drawing import Picture

TENTHS_OF_MM_PER_INCH = 254


def tspl(picture: Picture) -> bytes:
    r"""Encode TSPL: size of the label, one bitmap over all of it, one print.

    SIZE 100.0 mm,150.0 mm\r\n DIRECTION 0,0\r\n REFERENCE 0,0\r\n CLS\r\n
    BITMAP 0,0,100,1199,0,<rows>\r\n PRINT 1,1\r\n
    BITMAP x,y,bytes in a row,rows,mode 0 (overwrite); 0 = black
    Source: TSC, TSPL/TSPL2 Programming Language, "SIZE", "BITMAP", "PRINT".
    """
    image = picture.image
    head = (
        f"SIZE {_mm(image.width, picture.dpi)} mm,{_mm(image.height, picture.dpi)} mm\r\n"
        "DIRECTION 0,0\r\nREFERENCE 0,0\r\nCLS\r\n"
        f"BITMAP 0,0,{row_bytes_of(image)},{image.height},0,"
    )
    return head.encode("ascii") + black_is_zero(image) + b"\r\nPRINT 1,1\r\n"


def epl2(picture: Picture) -> bytes:
    r"""Encode EPL2: empty image buffer, width, one graphic over all of the label, one print.

    \nN\n q799\n R0,0\n GW0,0,100,1199,<rows>\n P1\n
    GWx,y,bytes in a row,rows,<rows>: 0 = black
    Source: Zebra, EPL2 Programmer's Manual 980352-001, commands N, q, R, GW and P. The first line
    feed ends whatever was half sent before.
    """
    image = picture.image
    head = f"\nN\nq{image.width}\nR0,0\nGW0,0,{row_bytes_of(image)},{image.height},"
    return head.encode("ascii") + black_is_zero(image) + b"\nP1\n"


def _mm(length_dots: int, dpi: int) -> str:
    """Write a length in millimetres, to the tenth, without floats."""
    tenths = (length_dots * TENTHS_OF_MM_PER_INCH + dpi // 2) // dpi
    return f"{tenths // 10}.{tenths % 10}"
