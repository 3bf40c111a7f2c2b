"""A look at our own rendering of a public notice, for a house whose public address nobody has told us."""

from urllib.parse import quote

from flask import Flask

from services.foundation.storage.unit_of_work import UnitOfWork
from services.selection.public_notices import PublicNotice, Seen, compared, digest_in_page


class OwnRendering:
    """The page as a guest would get it, made in this process. Proves that the page stands, not that it was reached."""

    means = "系统自行生成页面核对（未设置公开网址，未从外部访问）"

    def __init__(self, app: Flask) -> None:
        self._app = app

    def look(self, uow: UnitOfWork, notice: PublicNotice) -> Seen:
        """Render the page and read the list out of it."""
        answer = self._app.test_client().get(f"/notices/{quote(notice.no)}")
        if answer.status_code != 200:
            return Seen(False, self.means, f"页面状态 {answer.status_code}")
        return compared(notice, digest_in_page(answer.text), self.means, "")
