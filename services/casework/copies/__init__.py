"""抄送: others may read a step, and it is known when they did."""

from .copy import copies_of, my_copies, read_copy, send_copy, unread_copies
from .events import CopyRead, CopySent
from .models import Copy

__all__ = ["Copy", "CopyRead", "CopySent", "copies_of", "my_copies", "read_copy", "send_copy", "unread_copies"]
