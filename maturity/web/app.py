"""The application, made from settings and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from typing import Final

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import ChainableUndefined, ChoiceLoader, FileSystemLoader, PackageLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from maturity.persistence.engine import Database
from maturity.persistence.schema import check_schema
from maturity.settings import Settings, product_folder
from maturity.usecases.worked_example import check_demo_mode
from maturity.web import access, addresses, assets, errors, frame, headers
from maturity.web.database import Clock, connect_database
from maturity.web.design_system import fragments, words
from maturity.web.post_office import open_post_office
from maturity.web.report_desk import open_report_desk

PACKAGES: Final = (
    "home",
    "sign_in",
    "set_up",
    "author",
    "preview",
    "respond",
    "prepare",
    "agree",
    "room",
    "compare",
    "share",
    "sign_off",
    "history",
)
LARGEST_FORM: Final = 2 * 1024 * 1024


def create_app(settings: Settings, *, database: Database | None = None, clock: Clock | None = None) -> Flask:
    """The application; raises `DatabaseNotUsable`, `WorkedExampleNotDemo`, `SqliteNotSafe` or `AssetsNotBuilt`."""
    app = Flask("maturity.web", static_folder="static", template_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-maturity" if settings.secure_cookies else "maturity",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=2_000,
        WTF_CSRF_TIME_LIMIT=None,  # a form stays good for as long as its sign-in
        SETTINGS=settings,
    )
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]  # Flask’s documented way
    if database is None:
        database = Database(settings.database, threads=settings.threads)
        check_schema(database)
        with database.reading() as session:
            check_demo_mode(session, demo=settings.demo)
    connect_database(app, database=database, clock=clock or (lambda: datetime.now(UTC)))
    open_report_desk(app, settings=settings)
    open_post_office(app, settings=settings)
    _prepare_templates(app)
    addresses.take_ids_only(app)
    headers.send_headers(app)
    errors.handle_errors(app)
    assets.serve_assets(app)
    access.guard(app)
    CSRFProtect(app)  # after the guard: who was signed out is told so, and not that their form is old
    frame.draw_frame(app, settings=settings)
    words.add_filters(app)
    fragments.remember_fragments(app)
    for name in PACKAGES:
        app.register_blueprint(import_module(f"maturity.web.{name}.routes").blueprint)
    return app


def _prepare_templates(app: Flask) -> None:
    # The design system’s own macros ask for values that were not passed, hence ChainableUndefined.
    app.jinja_options = {
        "loader": ChoiceLoader(
            [FileSystemLoader(product_folder("templates")), PackageLoader("nhsuk_frontend_jinja", "templates")]
        ),
        "undefined": ChainableUndefined,
        # Everything is escaped: by default Flask goes by the name, and the design system’s files end in .jinja.
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
