"""The small code in the margin that leads from the paper to its record."""

import segno

from .data import CodeShown


def qr_image(code: CodeShown) -> str | None:
    """The QR code of the address as an SVG data URI, one module of quiet zone left to the margin of the paper.

    None without an address: a code that leads nowhere would only be scanned in vain.
    """
    if not code.url:
        return None
    # Level M survives a fold or a stamp's edge; a Micro QR code is not read by every phone.
    return str(segno.make(code.url, error="m", micro=False).svg_data_uri(border=1, scale=1))
