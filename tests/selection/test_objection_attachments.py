"""How many files an objection may have and how large; what they are is told in casework/test_attachment_content.py."""

import pytest

from services.foundation.errors import Invalid
from services.selection.objections import MOST_BYTES
from services.selection.objections.attachments import PDF, accepted

A_PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def test_too_large_or_too_many_is_said_and_names_nothing_of_the_file() -> None:
    for files in ([A_PDF[:-6] + b" " * MOST_BYTES + b"%%EOF"], [A_PDF] * 4, [b"my name is x"]):
        with pytest.raises(Invalid) as refusal:
            accepted(files)
        assert list(refusal.value.fields) == ["files"]
        assert "name" not in refusal.value.fields["files"]


def test_fields_left_empty_are_no_files() -> None:
    assert [a.media_type for a in accepted([b"", A_PDF, b"", b""])] == [PDF]
