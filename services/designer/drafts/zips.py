"""A package as one zip, out and in. What comes in is a stranger's: nothing is trusted, nothing is unpacked on disk."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date

from services.foundation.errors import Invalid
from services.process.registry import Package
from services.process.registry.package import MAX_FILE, MAX_FILES

from .paths import checked_path

MAX_WHOLE = 60 * 1024 * 1024
BEFORE_ZIP = date(1980, 1, 1).timetuple()[:6]  # the first day a zip can tell: equal packages give equal bytes
LITTER = re.compile(r"(^|/)(\.[^./]|__MACOSX/|Thumbs\.db$|desktop\.ini$)")
ID_LINE = re.compile(rb"(?m)^id:[ \t]*[\"']?([a-z][a-z0-9_]{1,39})\b")
NAMELESS = "unnamed"


class BadZip(Invalid):
    """The file is no package in a zip, or one that we do not open; the sentence says which entry."""


def read_zip(raw: bytes) -> Package:
    """The package in a zip: its files at the top, or below one folder. Its name is its own id. Raises BadZip."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            files = dict(_entries(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise BadZip("这不是完好的 zip 文件，请重新打包再传。") from error
    files = _without_folder(files)
    if "procedure.yaml" not in files:
        raise BadZip("压缩包里没有 procedure.yaml，这不是一个办法包。")
    found = ID_LINE.search(files["procedure.yaml"])
    return Package(found[1].decode() if found else NAMELESS, files)


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, BEFORE_ZIP)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[path])
    return out.getvalue()


def _entries(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not LITTER.search(entry.filename)]
    if len(entries) > MAX_FILES:
        raise BadZip(f"压缩包里超过 {MAX_FILES} 个文件，没有打开。")
    left, seen = MAX_WHOLE, set()
    for entry in entries:
        path = _path(entry)
        if path in seen:
            raise BadZip(f"压缩包里有两个 {path}，没有打开。")
        seen.add(path)
        content = _content(archive, entry, min(MAX_FILE, left))
        left -= len(content)
        yield path, content


def _path(entry: zipfile.ZipInfo) -> str:
    """Where an entry would lie. What leads out of the package, or is no plain file, is refused, never mended."""
    name = entry.filename
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise BadZip(f"压缩包里的 {name[:80]} 是链接，没有打开。")
    if entry.flag_bits & 1:
        raise BadZip("压缩包加了密码，没有打开。")
    if name.startswith("/") or "\\" in name or ".." in name.split("/"):
        raise BadZip(f"压缩包里的 {name[:80]} 指到了办法包外面，没有打开。")
    return "/".join(checked_path(part) for part in name.split("/"))


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Read at most so much, whatever the entry claims: a bomb lies about its size."""
    with archive.open(entry) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise BadZip(f"压缩包里的 {entry.filename[:80]} 展开以后太大，没有打开。")
    return content


def _without_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    if "procedure.yaml" in files:
        return files
    tops = {path.split("/", 1)[0] for path in files}
    if len(tops) != 1 or not all("/" in path for path in files):
        return files
    return {path.split("/", 1)[1]: content for path, content in files.items()}
