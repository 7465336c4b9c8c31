"""The page for producers shows a label that reads, and says only what the hub's labels do."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from pypdf import PdfReader

from labels import template
from station.documents import two_codes_pdf
from tests.documents.conftest import HUB


@pytest.mark.parametrize("media", ["100x60", "62x100", "a6", "roll80"])
@pytest.mark.parametrize("prefix", ["9521234", None])
def test_one_page_with_a_label_whose_two_codes_read(media: str, prefix: str | None) -> None:
    hub = replace(HUB, gs1_company_prefix=prefix)

    (page,) = PdfReader(BytesIO(two_codes_pdf(hub, template.load(media)))).pages

    text = " ".join(page.extract_text().split())
    assert "Pourquoi votre étiquette a deux codes" in text
    assert ("SSCC" in text) is (prefix is not None)
    assert ("fait pas semblant" in text) is (prefix is None)
    assert "…" not in text  # no sentence was cut
    (picture,) = page.images
    assert picture.image is not None
    read = zxingcpp.read_barcodes(picture.image.convert("L"))
    assert {one.symbology_identifier for one in read} == (
        {"]C1", "]d2"} if prefix else {"]C0", "]d1"}
    )
