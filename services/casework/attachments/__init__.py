"""Files that belong to a form: looked at by their content, kept behind one small interface, opened by who may read."""

from .adding import TooMuchWaiting, attach, attach_to_task
from .binding import FORGET, bind, described, forget
from .content import NotAccepted
from .looking import ENDINGS, MOST, WORDS, Looked, looked_at
from .models import Attachment
from .reading import Opened, open_attachment
from .store import DatabaseStore, FolderStore, Store, store_of

__all__ = [
    "ENDINGS",
    "FORGET",
    "MOST",
    "WORDS",
    "Attachment",
    "DatabaseStore",
    "FolderStore",
    "Looked",
    "NotAccepted",
    "Opened",
    "Store",
    "TooMuchWaiting",
    "attach",
    "attach_to_task",
    "bind",
    "described",
    "forget",
    "looked_at",
    "open_attachment",
    "store_of",
]
