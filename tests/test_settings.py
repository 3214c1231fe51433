from __future__ import annotations

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path

import pytest

from maturity.mail.mail_server import MailServer, Security
from maturity.settings import SettingRefused, Settings, product_folder, read_settings

KEY = "a sentence that nobody else would think of"
GUIDE = Path(__file__).parent.parent / "docs" / "operator-guide.md"


def read(instance: Path, **values: str) -> Settings:
    return read_settings({"MATURITY_INSTANCE": str(instance)} | {f"MATURITY_{k}": v for k, v in values.items()})


def test_with_nothing_but_a_folder_everything_has_a_neutral_default(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings == Settings(instance=tmp_path, secret_key=settings.secret_key)
    assert (settings.organisation_name, settings.logo, settings.demo) == ("", None, False)


def test_every_setting_is_read(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg/>")
    settings = read(
        tmp_path,
        SECRET_KEY=KEY,
        SERVICE_NAME="Northmere",
        ORGANISATION_NAME="Northmere Collaborative",
        LOGO=str(logo),
        DEMO="yes",
        SECURE_COOKIES="1",
        TRUSTED_HOSTS="one.example, two.example",
        BEHIND_PROXY="TRUE",
        SESSION_HOURS="8",
        THREADS="4",
        SIGN_IN_ATTEMPTS="5",
        SMTP_HOST="mail.example.org",
        SMTP_PORT="2525",
        SMTP_USER="maturity",
        SMTP_PASSWORD="three unrelated words",
        SMTP_SECURITY="TLS",
        MAIL_FROM="maturity@example.org",
        PUBLIC_ADDRESS="https://one.example/",
    )
    assert settings == Settings(
        instance=tmp_path,
        secret_key=KEY,
        service_name="Northmere",
        organisation_name="Northmere Collaborative",
        logo=logo,
        demo=True,
        secure_cookies=True,
        trusted_hosts=("one.example", "two.example"),
        behind_proxy=True,
        session_hours=8,
        threads=4,
        sign_in_attempts=5,
        smtp_host="mail.example.org",
        smtp_port=2525,
        smtp_user="maturity",
        smtp_password="three unrelated words",
        smtp_security=Security.TLS,
        mail_from="maturity@example.org",
        public_address="https://one.example",
    )


@pytest.mark.parametrize(
    "name, text, problem",
    [
        ("SECRET_KEY", "short", "at least 32 characters that nobody can guess"),
        ("SECRET_KEY", "a" * 64, "at least 32 characters that nobody can guess"),
        ("SECRET_KEY", "", "at least 32 characters that nobody can guess"),
        ("SERVICE_NAME", " ", "must not be empty"),
        ("LOGO", "nowhere.svg", "there is no file at “nowhere.svg”"),
        ("DEMO", "perhaps", "“perhaps” is neither yes nor no"),
        ("SECURE_COOKIES", "2", "“2” is neither yes nor no"),
        ("BEHIND_PROXY", "on ice", "neither yes nor no"),
        ("SESSION_HOURS", "0", "“0” is not a whole number from 1 to 168"),
        ("SESSION_HOURS", "169", "not a whole number from 1 to 168"),
        ("THREADS", "eight", "not a whole number from 1 to 64"),
        ("THREADS", "٨", "not a whole number from 1 to 64"),
        ("THREADS", "9" * 5000, "not a whole number from 1 to 64"),
        ("SIGN_IN_ATTEMPTS", "-1", "not a whole number from 3 to 1000"),
        ("SMTP_HOST", "mail.example.org:25", "not the name of a host. Write it as mail.example.org, without its port"),
        ("SMTP_HOST", "smtp://mail.example.org", "not the name of a host"),
        ("SMTP_PORT", "0", "not a whole number from 1 to 65535"),
        ("SMTP_SECURITY", "ssl", "“ssl” is none of starttls, tls and none"),
        ("MAIL_FROM", "Maturity <maturity@example.org>", "not an email address in the format name@example.org"),
        ("MAIL_FROM", "maturity@example.org\nBcc: all@example.org", "not an email address"),
        ("PUBLIC_ADDRESS", "maturity.example.org", "not an address such as https://maturity.example.org"),
        ("PUBLIC_ADDRESS", "http://maturity.example.org", "not an address such as https://maturity.example.org"),
        ("PUBLIC_ADDRESS", "https://maturity.example.org/here", "with nothing after the host"),
        ("PUBLIC_ADDRESS", "https://user:word@maturity.example.org", "not an address such as"),
        ("COLOUR", "blue", "there is no setting of this name"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_by_name(tmp_path: Path, name: str, text: str, problem: str) -> None:
    with pytest.raises(SettingRefused, match=problem) as refused:
        read(tmp_path, **{name: text})
    assert str(refused.value).startswith(f"MATURITY_{name}: ")


def test_other_programs_variables_do_not_matter(tmp_path: Path) -> None:
    given = {"MATURITY_INSTANCE": str(tmp_path), "PATH": "/bin", "THREADS": "many"}
    assert read_settings(given).threads == Settings.threads


def test_a_secret_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    instance = tmp_path / "deep" / "instance"
    first = read(instance).secret_key
    assert len(first) >= 60
    assert read(instance).secret_key == first
    assert read(tmp_path / "other").secret_key != first
    assert stat.S_IMODE((instance / "secret-key").stat().st_mode) == 0o600


def test_processes_that_start_together_agree_on_the_secret_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: read(tmp_path).secret_key, range(64)))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


@pytest.mark.parametrize("text", ["", "cut o"])
def test_an_empty_or_cut_off_secret_key_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "secret-key").write_text(text)
    with pytest.raises(SettingRefused, match=r"SECRET_KEY: the file .*/secret-key is too short"):
        read(tmp_path)


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingRefused, match=r"MATURITY_INSTANCE: the folder .*/file/instance cannot be written to"):
        read(tmp_path / "file" / "instance")


def test_the_data_lies_in_the_folder(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert {settings.database.parent, settings.reports.parent, settings.backups.parent} == {tmp_path}


@pytest.mark.parametrize("name, file", [("matrices", "transformation-lenses.yaml"), ("templates", "layouts/page.html")])
def test_what_is_not_code_is_found_where_it_was_installed(name: str, file: str) -> None:
    assert (product_folder(name) / file).is_file()


def test_the_operator_guide_lists_exactly_the_settings_there_are() -> None:
    listed = re.findall(r"^\| `MATURITY_([A-Z_]+)` \| ([^|]+) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name.lower() for name, _ in listed] == [field.name for field in fields(Settings)]


@pytest.mark.parametrize("name", ["session_hours", "threads", "sign_in_attempts", "service_name"])
def test_the_operator_guide_gives_the_right_default(name: str) -> None:
    default = re.search(
        rf"^\| `MATURITY_{name.upper()}` \| ([^|]+) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert default is not None
    assert default[1] == str(getattr(Settings, name))


@pytest.mark.parametrize("host", ["https://maturity.example.org", "maturity.example.org/", "a b", "*", "*.example.org"])
def test_what_is_no_name_of_a_host_is_refused_by_name(tmp_path: Path, host: str) -> None:
    with pytest.raises(SettingRefused, match=r"^MATURITY_TRUSTED_HOSTS: .* is not the name of a host"):
        read_settings({"MATURITY_INSTANCE": str(tmp_path), "MATURITY_TRUSTED_HOSTS": f"localhost, {host}"})


def test_names_of_hosts_are_taken_with_a_port_a_leading_dot_and_as_an_address(tmp_path: Path) -> None:
    hosts = "maturity.example.org, .example.org, localhost:8000, 192.0.2.1, [::1]:8000"
    settings = read_settings({"MATURITY_INSTANCE": str(tmp_path), "MATURITY_TRUSTED_HOSTS": hosts})
    assert settings.trusted_hosts == tuple(hosts.split(", "))


def test_a_logo_that_is_no_image_is_refused_by_name(tmp_path: Path) -> None:
    letter, drawing = tmp_path / "logo.png", tmp_path / "logo.svg"
    letter.write_text("Dear reader, this is a letter.")
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    with pytest.raises(SettingRefused, match=r"^MATURITY_LOGO: .* is not an image"):
        read_settings({"MATURITY_INSTANCE": str(tmp_path), "MATURITY_LOGO": str(letter)})
    assert read_settings({"MATURITY_INSTANCE": str(tmp_path), "MATURITY_LOGO": str(drawing)}).logo == drawing


MAIL = {
    "SMTP_HOST": "mail.example.org",
    "SMTP_USER": "maturity",
    "SMTP_PASSWORD": "three unrelated words",
    "MAIL_FROM": "maturity@example.org",
    "PUBLIC_ADDRESS": "https://maturity.example.org",
}


@pytest.mark.parametrize("name", ["SMTP_HOST", "SMTP_USER", "SMTP_PASSWORD", "MAIL_FROM", "PUBLIC_ADDRESS"])
def test_what_mail_cannot_do_without_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingRefused, match=rf"^MATURITY_{name}: "):
        read(tmp_path, **{key: value for key, value in MAIL.items() if key != name})


def test_a_password_is_not_sent_in_clear_to_another_machine(tmp_path: Path) -> None:
    with pytest.raises(SettingRefused, match=r"^MATURITY_SMTP_SECURITY: a password is sent over an encrypted"):
        read(tmp_path, **MAIL, SMTP_SECURITY="none")
    for host in ("localhost", "127.0.0.1", "[::1]"):
        assert read(tmp_path, **(MAIL | {"SMTP_HOST": host}), SMTP_SECURITY="none").mail_server is not None


def test_mail_needs_no_password_and_no_port(tmp_path: Path) -> None:
    needed = {name: MAIL[name] for name in ("SMTP_HOST", "MAIL_FROM", "PUBLIC_ADDRESS")}
    ports = {kind: read(tmp_path, **needed, SMTP_SECURITY=kind).smtp_port for kind in ("starttls", "tls", "none")}
    assert ports == {"starttls": 587, "tls": 465, "none": 25}
    assert read(tmp_path, **needed).mail_server == MailServer(
        "mail.example.org", 587, Security.STARTTLS, called_from="maturity.example.org"
    )
    assert read(tmp_path).mail_server is None


def test_a_public_address_may_be_set_where_no_mail_is_sent(tmp_path: Path) -> None:
    assert read(tmp_path, PUBLIC_ADDRESS="http://127.0.0.1:8000").public_address == "http://127.0.0.1:8000"


def test_the_password_for_mail_is_not_shown_with_the_settings(tmp_path: Path) -> None:
    settings = read(tmp_path, **MAIL)
    assert "three unrelated words" not in f"{settings!r} {settings.mail_server!r}"


def test_links_in_mails_lead_to_a_host_that_the_product_answers_to(tmp_path: Path) -> None:
    with pytest.raises(SettingRefused, match=r"^MATURITY_PUBLIC_ADDRESS: its host is none of those"):
        read(tmp_path, **MAIL, TRUSTED_HOSTS="elsewhere.example.org, .maturity.example.com")
    assert read(tmp_path, **MAIL, TRUSTED_HOSTS="localhost, .example.org").mail_server is not None
