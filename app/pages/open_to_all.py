"""What may be kept of a page that everybody reads without signing in."""

from flask import Response

from app import access

FIVE_MINUTES = "public, max-age=300"
ASK_AGAIN = "private, no-cache"


def for_everybody(response: Response) -> Response:
    """A file that is the same for everybody may be kept for some minutes, by whoever stands between."""
    response.headers["Cache-Control"] = FIVE_MINUTES
    return response


def for_a_guest(response: Response) -> Response:
    """A page holds its reader's form token: a guest's own browser may keep it and ask again, nobody else."""
    if access.present_actor() is None:
        response.headers["Cache-Control"] = ASK_AGAIN
        response.headers["Vary"] = "Cookie"
    return response
