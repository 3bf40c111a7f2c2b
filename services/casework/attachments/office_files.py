"""What a Word document and an Excel workbook are: archives with the parts that such a file has, and no programs."""

import zipfile
from typing import IO

from .content import NotAccepted

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
NOT_OFFICE = "只接受 DOCX 或 XLSX 格式的 Office 文件，请另存后再上传。"
WITH_PROGRAMS = "文件里有宏或嵌入的程序，请另存为不含宏的文件后再上传。"
EXPLODES = "文件解开后过大，请拆分后再上传。"
MOST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 5000
PROGRAMS = ("vbaproject.bin", "/activex/", "/embeddings/oleobject")


def office_type(file: IO[bytes]) -> str:
    """Which of the two it is. Raises NotAccepted. Nothing is unpacked: the archive's own list is read."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts, comment = archive.infolist(), archive.comment
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as fault:
        raise NotAccepted(NOT_OFFICE) from fault
    names = {part.filename.lower() for part in parts}
    kinds = {kind for name, kind in MAIN_PARTS.items() if name in names}
    if comment or len(kinds) != 1 or "[content_types].xml" not in names or any(p.flag_bits & 1 for p in parts):
        raise NotAccepted(NOT_OFFICE)
    if any(word in f"/{name}" for name in names for word in PROGRAMS):
        raise NotAccepted(WITH_PROGRAMS)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotAccepted(EXPLODES)
    return kinds.pop()
