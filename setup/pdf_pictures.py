"""Install what makes pictures of a PDF's pages, for `make screenshots`."""

import shutil
import sys

from system_packages import Need, provide

if __name__ == "__main__":
    sys.exit(provide([Need("poppler-utils", lambda: shutil.which("pdftoppm") is not None)]))
