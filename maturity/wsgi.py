"""The application for a WSGI server of one's own choice: `maturity.wsgi:application`, in one process."""

from __future__ import annotations

from maturity.settings import read_settings
from maturity.web.app import create_app

application = create_app(read_settings())
