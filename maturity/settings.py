"""Settings, read once from the environment and frozen. A setting that cannot work is refused at start, by name."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from maturity.mail.mail_server import MailServer, Security, is_this_machine

PREFIX: Final = "MATURITY_"
SHORTEST_SECRET: Final = 32

_DATABASE: Final = "maturity.sqlite3"

_IMAGES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF")

# With a leading dot it stands for every name below it as well; a port may follow.
_HOST_NAME: Final = re.compile(r"(?:\.?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")

_EMAIL_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")

Value = TypeVar("Value")


class SettingRefused(ValueError):
    """A setting cannot work. The message names it and says what to write instead."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{PREFIX}{name}: {problem}")


@dataclass(frozen=True)
class Settings:
    """How one installation runs.

    `session_hours` is the absolute length of a sign-in. `threads` is how many requests are answered at once: on two
    cores, more of them than four only wait for one another. `logo` is the file of a logo that the installation is
    entitled to show; none is shown by default. Mail is sent where `smtp_host` is set, with links that begin with
    `public_address`, such as https://maturity.example.org.
    """

    instance: Path
    secret_key: str
    service_name: str = "Maturity self-assessment"
    organisation_name: str = ""
    logo: Path | None = None
    demo: bool = False
    secure_cookies: bool = False
    trusted_hosts: tuple[str, ...] = ()
    behind_proxy: bool = False
    session_hours: int = 20
    threads: int = 4
    sign_in_attempts: int = 10
    smtp_host: str = ""
    smtp_port: int = Security.STARTTLS.usual_port
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_security: Security = Security.STARTTLS
    mail_from: str = ""
    public_address: str = ""

    @property
    def mail_server(self) -> MailServer | None:
        """Where mail is handed in; None where no mail is sent."""
        if not self.smtp_host:
            return None
        return MailServer(
            host=self.smtp_host,
            port=self.smtp_port,
            security=self.smtp_security,
            called_from=urlsplit(self.public_address).hostname or "localhost",
            user=self.smtp_user,
            password=self.smtp_password,
        )

    @property
    def database(self) -> Path:
        """The database file."""
        return self.instance / _DATABASE

    @property
    def reports(self) -> Path:
        """Where finished reports are kept, each under the hash of its content."""
        return self.instance / "reports"

    @property
    def backups(self) -> Path:
        """Where a copy of the database is put before it is upgraded."""
        return self.instance / "backups"


def read_settings(environment: Mapping[str, str] | None = None, *, within: str = "") -> Settings:
    """The settings of this process; raises `SettingRefused` for one that is unknown or cannot work.

    `within` names a folder inside the instance that holds the data in its place, with a secret key of its own.
    """
    given = os.environ if environment is None else environment
    values = {name.removeprefix(PREFIX): text for name, text in given.items() if name.startswith(PREFIX)}
    reader = _Reader(values)
    security = reader.take("SMTP_SECURITY", _security, Settings.smtp_security)
    instance = _instance(values.pop("INSTANCE", "")) / within
    settings = Settings(
        instance=instance,
        secret_key=_secret_key(values.pop("SECRET_KEY", None), instance),
        service_name=reader.take("SERVICE_NAME", _not_empty, Settings.service_name),
        organisation_name=values.pop("ORGANISATION_NAME", ""),
        logo=reader.take("LOGO", _image_file, None),
        demo=reader.take("DEMO", _yes_or_no, Settings.demo),
        secure_cookies=reader.take("SECURE_COOKIES", _yes_or_no, Settings.secure_cookies),
        trusted_hosts=reader.take("TRUSTED_HOSTS", _host_names, Settings.trusted_hosts),
        behind_proxy=reader.take("BEHIND_PROXY", _yes_or_no, Settings.behind_proxy),
        session_hours=reader.take("SESSION_HOURS", _whole_number(1, 168), Settings.session_hours),
        threads=reader.take("THREADS", _whole_number(1, 64), Settings.threads),
        sign_in_attempts=reader.take("SIGN_IN_ATTEMPTS", _whole_number(3, 1000), Settings.sign_in_attempts),
        smtp_host=reader.take("SMTP_HOST", _mail_host, Settings.smtp_host),
        smtp_port=reader.take("SMTP_PORT", _whole_number(1, 65535), security.usual_port),
        smtp_user=values.pop("SMTP_USER", ""),
        smtp_password=values.pop("SMTP_PASSWORD", ""),
        smtp_security=security,
        mail_from=reader.take("MAIL_FROM", _email_address, Settings.mail_from),
        public_address=reader.take("PUBLIC_ADDRESS", _public_address, Settings.public_address),
    )
    _check_mail(settings, given=frozenset(given))
    if values:
        raise SettingRefused(min(values), "there is no setting of this name. docs/operator-guide.md lists them all.")
    return settings


def is_installed() -> bool:
    """Whether there is a database where this process would look for it. Reading all settings makes the secret key."""
    return (_instance(os.environ.get(f"{PREFIX}INSTANCE", "")) / _DATABASE).exists()


def _instance(given: str) -> Path:
    return Path(given or "instance").expanduser().resolve()


def _check_mail(settings: Settings, *, given: frozenset[str]) -> None:
    """Raise `SettingRefused` for settings of mail that cannot work together."""
    if not settings.smtp_host:
        lost = sorted(name for name in given if name.startswith(f"{PREFIX}SMTP_") and name != f"{PREFIX}SMTP_HOST")
        if lost:
            raise SettingRefused("SMTP_HOST", f"{lost[0]} is set, so this must say which mail server it is about.")
        return
    for name, value in (("MAIL_FROM", settings.mail_from), ("PUBLIC_ADDRESS", settings.public_address)):
        if not value:
            raise SettingRefused(name, f"mail needs this as well, because {PREFIX}SMTP_HOST is set.")
    if settings.trusted_hosts and not _is_trusted(urlsplit(settings.public_address).netloc, settings.trusted_hosts):
        raise SettingRefused("PUBLIC_ADDRESS", f"its host is none of those that {PREFIX}TRUSTED_HOSTS names.")
    if settings.smtp_user and not settings.smtp_password:
        raise SettingRefused("SMTP_PASSWORD", f"{PREFIX}SMTP_USER is set, so this is needed as well.")
    if settings.smtp_password and not settings.smtp_user:
        raise SettingRefused("SMTP_USER", f"{PREFIX}SMTP_PASSWORD is set, so this is needed as well.")
    if settings.smtp_security is Security.NONE and settings.smtp_user and not is_this_machine(settings.smtp_host):
        raise SettingRefused(
            "SMTP_SECURITY", "a password is sent over an encrypted connection only. Write starttls or tls."
        )


def _is_trusted(host: str, trusted: tuple[str, ...]) -> bool:
    from werkzeug.sansio.utils import host_is_trusted  # noqa: PLC0415  (what the web asks; no other command needs it)

    return host_is_trusted(host, trusted)


def product_folder(name: str) -> Path:
    """The folder of `templates` or `matrices`: inside the installed package, or beside it in a checkout."""
    package = Path(str(resources.files("maturity")))
    bundled = package / name
    return bundled if bundled.is_dir() else package.parent / name


class _Reader:
    def __init__(self, values: dict[str, str]) -> None:
        self._values = values

    def take(self, name: str, parse: Callable[[str], Value], default: Value) -> Value:
        text = self._values.pop(name, None)
        if text is None:
            return default
        try:
            return parse(text.strip())
        except ValueError as problem:
            raise SettingRefused(name, str(problem)) from None


def _not_empty(text: str) -> str:
    if not text:
        raise ValueError("this must not be empty.")
    return text


def _image_file(text: str) -> Path | None:
    path = Path(text).expanduser()
    if not path.is_file():
        raise ValueError(f"there is no file at “{text}”.")
    with path.open("rb") as file:
        start = file.read(1024)
    if not start.startswith(_IMAGES) and b"<svg" not in start:
        raise ValueError(f"the file at “{text}” is not an image in SVG, PNG, JPEG, GIF or WebP format.")
    return path


def _yes_or_no(text: str) -> bool:
    answers = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False, "": False}
    if text.lower() not in answers:
        raise ValueError(f"“{text}” is neither yes nor no.")
    return answers[text.lower()]


def _host_names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if not _HOST_NAME.fullmatch(name):
            raise ValueError(f"“{name}” is not the name of a host. Write it as maturity.example.org, without https://.")
    return names


def _mail_host(text: str) -> str:
    if text and (not _HOST_NAME.fullmatch(text) or text.startswith(".") or re.search(r":[0-9]+$", text)):
        raise ValueError(f"“{text}” is not the name of a host. Write it as mail.example.org, without its port.")
    return text.strip("[]")


def _security(text: str) -> Security:
    try:
        return Security(text.lower())
    except ValueError:
        raise ValueError(f"“{text}” is none of starttls, tls and none.") from None


def _email_address(text: str) -> str:
    if text and not _EMAIL_ADDRESS.fullmatch(text):
        raise ValueError(f"“{text}” is not an email address in the format name@example.org.")
    return text


def _public_address(text: str) -> str:
    parts = urlsplit(text)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(parts.hostname or ""))
    is_whole = bool(_HOST_NAME.fullmatch(parts.netloc)) and not parts.netloc.startswith(".")
    if text and (not is_safe or not is_whole or text.rstrip("/") != f"{parts.scheme}://{parts.netloc}"):
        raise ValueError(
            f"“{text}” is not an address such as https://maturity.example.org, with nothing after the host."
        )
    return text.rstrip("/")


def _whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not lowest <= int(text[:9]) <= highest:
            raise ValueError(f"“{text}” is not a whole number from {lowest} to {highest}.")
        return int(text)

    return parse


def _secret_key(given: str | None, instance: Path) -> str:
    if given is None:
        return _kept_secret_key(instance)
    if not _is_hard_to_guess(given):
        raise SettingRefused("SECRET_KEY", f"this needs at least {SHORTEST_SECRET} characters that nobody can guess.")
    return given


def _is_hard_to_guess(key: str) -> bool:
    return len(key) >= SHORTEST_SECRET and len(set(key)) >= SHORTEST_SECRET // 4


def _kept_secret_key(instance: Path) -> str:
    path = instance / "secret-key"
    try:
        instance.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_secret_key(path)
        key = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise SettingRefused("INSTANCE", f"the folder {instance} cannot be written to ({problem.strerror}).") from None
    if not _is_hard_to_guess(key):
        raise SettingRefused("SECRET_KEY", f"the file {path} is too short. Remove it, and a new key will be made.")
    return key


def _make_secret_key(path: Path) -> None:
    # Written whole under another name first: of two processes that start together, both end with the same key.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
