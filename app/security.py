"""What every answer carries, and what every question that changes something must show."""

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()

# Styles may stand inline: the bpmn.io islands position their marks that way. Scripts may not, nowhere.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # The Referer has to reach ourselves: over HTTPS the check against forged forms reads it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def install(app: Flask) -> None:
    """Headers on every answer; a token on every form."""
    csrf.init_app(app)
    app.before_request(_require_token)
    app.after_request(_harden)


def carries_bearer() -> bool:
    """Whether the caller shows a bearer token, which no foreign page can make a browser send."""
    return request.headers.get("Authorization", "").lower().startswith("bearer ")


def _require_token() -> None:
    # An address or method we do not have changes nothing, and deserves its own answer (404, 405).
    if request.routing_exception is None and not carries_bearer():
        csrf.protect()


def _harden(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    # After signing out, "back" must not show the page once more.
    if response.mimetype in {"text/html", "application/json"} and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
