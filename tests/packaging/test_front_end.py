import json
from pathlib import Path

import pytest

import front_end


def test_a_style_sheet_that_would_fetch_from_another_site_is_found_out() -> None:
    styles = """
        @font-face { src: url(https://fonts.example/frutiger.woff2) }
        @import "//cdn.example/more.css";
        .a { background: url( 'HTTP://img.example/a.png' ) }
        .b { background: url("icons/cross.svg") }
        .c { background: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E") }
    """

    assert front_end.outside_addresses(styles) == [
        "https://fonts.example/frutiger.woff2",
        "//cdn.example/more.css",
        "HTTP://img.example/a.png",
    ]


def test_the_built_style_sheet_fetches_nothing_from_outside() -> None:
    assert front_end.outside_addresses(built("maturity.css")) == []


def test_an_address_in_the_styles_changes_with_the_content_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "cross.svg").write_text("<svg/>")
    first = front_end.with_versioned_addresses("a{b:url(cross.svg)}", tmp_path)
    (tmp_path / "cross.svg").write_text("<svg></svg>")
    second = front_end.with_versioned_addresses("a{b:url(cross.svg)}", tmp_path)

    assert first.startswith('a{b:url("cross.svg?v=')
    assert first != second


def test_styles_that_name_a_file_that_is_not_built_are_refused(tmp_path: Path) -> None:
    with pytest.raises(front_end.BuildFailed, match=r"names cross\.svg, which is not built"):
        front_end.with_versioned_addresses("a{b:url(cross.svg)}", tmp_path)


def test_the_manifest_names_every_built_file_with_the_hash_of_its_content() -> None:
    files = {
        file.relative_to(front_end.BUILT).as_posix(): front_end.content_hash(file)
        for file in front_end.BUILT.rglob("*")
        if file.is_file() and file.name != "manifest.json"
    }

    assert json.loads(built("manifest.json")) == files


def test_no_image_of_the_nhs_logo_is_shipped() -> None:
    brand = {"favicon.ico", "nhsuk-icon-mask.svg", "nhsuk-icon-180.png", "nhsuk-opengraph-image.png"}
    names = {icon.name for icon in (front_end.BUILT / "icons").iterdir()}
    logo = (front_end.PACKAGES / "nhsuk-frontend/dist/nhsuk/assets/images/favicon.svg").read_text("utf-8")

    assert "nhsuk-icon-tick.svg" in names
    assert not brand & names
    assert built("icons/favicon.svg") != logo


def built(name: str) -> str:
    return (front_end.BUILT / name).read_text("utf-8")
