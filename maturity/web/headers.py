"""Headers that go with every answer."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request

from maturity.web.assets import names_its_content

_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

_ALWAYS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_A_YEAR: Final = 31_536_000
_IS_THE_FILE: Final = frozenset({200, 206, 304})


def send_headers(app: Flask) -> None:
    """Add the headers to every answer of the application."""
    is_secure = bool(app.config["SESSION_COOKIE_SECURE"])

    def add(response: Response) -> Response:
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        if is_secure:
            response.headers["Strict-Transport-Security"] = f"max-age={_A_YEAR}; includeSubDomains"
        if request.endpoint == "static" and response.status_code in _IS_THE_FILE:
            # What the hash of its content names never changes.
            response.headers["Cache-Control"] = (
                f"public, max-age={_A_YEAR}, immutable" if names_its_content() else "no-cache"
            )
            return response
        if response.cache_control.max_age is None:  # a view that says so sends the same to everybody
            response.headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
        return response

    app.after_request(add)
