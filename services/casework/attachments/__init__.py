"""Files that belong to a form: looked at by their content, kept behind one small interface, opened by who may read."""

from .adding import TooMuchWaiting, attach, attach_to_task
from .binding import FORGET, bind, described, forget
from .content import NotAccepted
from .looking import ENDINGS, MOST, WORDS, Looked, looked_at
from .models import Attachment
from .reading import Opened, open_attachment
from .store import DatabaseStore, FolderStore, Store, store_of
from .uploads import (
    LARGEST_PIECE,
    PieceDamaged,
    WrongPlace,
    add_piece,
    begin_upload,
    end_upload,
    forget_stale_uploads,
    unfinished_uploads,
    upload_by_token,
    whole_file,
)

__all__ = [
    "ENDINGS",
    "FORGET",
    "LARGEST_PIECE",
    "MOST",
    "WORDS",
    "WrongPlace",
    "add_piece",
    "Attachment",
    "DatabaseStore",
    "FolderStore",
    "Looked",
    "NotAccepted",
    "Opened",
    "PieceDamaged",
    "Store",
    "TooMuchWaiting",
    "attach",
    "attach_to_task",
    "begin_upload",
    "bind",
    "described",
    "end_upload",
    "forget",
    "forget_stale_uploads",
    "looked_at",
    "open_attachment",
    "store_of",
    "unfinished_uploads",
    "upload_by_token",
    "whole_file",
]
