"""Drafts of procedures: opened, written by one person at a time, kept with every revision, checked, given up."""

from .checking import check_draft
from .choices import choices_of
from .models import Draft, DraftRevision
from .opening import drop_draft, open_draft
from .paths import KINDS, BadPath, checked_path, grouped, kind_of, place_for
from .pen import PenHeld, draft_by_id, draft_to_read, hand_over_pen, keep_pen, take_pen, writer
from .reading import file_of, open_drafts, own_files, package_of, revisions, zip_of
from .saving import FileChanged, remove_file, rename_file, restore, save_file, save_files
from .shelf import blocks, shipped
from .zips import BadZip, read_zip

__all__ = [
    "KINDS",
    "BadPath",
    "BadZip",
    "Draft",
    "DraftRevision",
    "FileChanged",
    "PenHeld",
    "blocks",
    "check_draft",
    "checked_path",
    "choices_of",
    "draft_by_id",
    "draft_to_read",
    "drop_draft",
    "file_of",
    "grouped",
    "hand_over_pen",
    "keep_pen",
    "kind_of",
    "open_draft",
    "open_drafts",
    "own_files",
    "package_of",
    "place_for",
    "read_zip",
    "remove_file",
    "rename_file",
    "restore",
    "revisions",
    "save_file",
    "save_files",
    "shipped",
    "take_pen",
    "writer",
    "zip_of",
]
