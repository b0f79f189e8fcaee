"""Whether the addresses of sources still answer, and where a copy is kept of those that do not. Only ever run on request.

In: addresses, each with the sources that have it. Out: a `Link` per address. Polite: one request at a time per host with a pause between,
HEAD before GET, nothing asked again within a week. A source is text of others, so only http(s) to public hosts is asked, at each step of a redirect.
Archive: the availability API of the Wayback Machine, https://archive.org/help/wayback_api.php.
"""

import ipaddress
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

ARCHIVE = "https://archive.org/wayback/available"
AGENT = "WetenWatWerkt-linkcontrole/1.0"
TIMEOUT = 20  # seconds
PAUSE = 1.0  # seconds between two requests to one host
HOSTS = 4  # at once
HOPS = 5  # redirects that are followed
FRESH = 7  # days an answer stays good
GONE = {404, 410, 451}
CACHE = ".cache/links.json"


@dataclass(frozen=True)
class Link:
    """`stand`: goed, verhuisd (for good, to `naar`), weg, or onzeker (refused, or no answer). `archief`: address of a copy."""

    adres: str
    bronnen: tuple[str, ...]
    stand: str
    waarom: str = ""
    naar: str = ""
    archief: str = ""


def is_public(host: str) -> bool:
    """Whether every address of a host is one on the public internet. Raises OSError for a host that does not exist."""
    found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    return all(ipaddress.ip_address(each[4][0]).is_global for each in found)


class Checker:
    """Looks at links. What is asked of the outside can be replaced: `allowed` (host → may it be asked), `archive`, `pause`."""

    def __init__(
        self,
        root: Path,
        day: date,
        *,
        allowed: Callable[[str], bool] = is_public,
        archive: str = ARCHIVE,
        pause: float = PAUSE,
        timeout: float = TIMEOUT,
    ) -> None:
        self.cache, self.day, self.allowed = root / CACHE, day, allowed
        self.archive, self.pause, self.timeout = archive, pause, timeout
        self._local = threading.local()

    def look(self, addresses: Mapping[str, tuple[str, ...]]) -> Iterator[Link]:
        """One `Link` per address, as they come. What was good less than a week ago is not asked again."""
        known = self._known()
        fresh = {a: known[a] for a in addresses if a in known and self._is_fresh(known[a])}
        for address, was in fresh.items():
            yield Link(address, addresses[address], was["stand"], naar=was.get("naar", ""))
        hosts: dict[str, list[str]] = {}
        for address in addresses:
            if address not in fresh:
                hosts.setdefault(urlsplit(address).netloc, []).append(address)
        with ThreadPoolExecutor(HOSTS) as pool:
            for done in as_completed([pool.submit(self._host, urls, addresses) for urls in hosts.values()]):
                for link in done.result():
                    known[link.adres] = {**asdict(link), "datum": self.day.isoformat()}
                    yield link
                self._keep(known)

    def _host(self, urls: list[str], sources: Mapping[str, tuple[str, ...]]) -> list[Link]:
        links = []
        for number, url in enumerate(urls):
            if number:
                time.sleep(self.pause)
            link = self._one(url, sources[url])
            links.append(link if link.stand in ("goed", "verhuisd") else self._with_copy(link))
        return links

    def _one(self, url: str, sources: tuple[str, ...]) -> Link:
        at, permanent = url, False
        for _ in range(HOPS + 1):
            answer = self._ask(at)
            if isinstance(answer, str):
                return Link(url, sources, "weg" if answer.startswith("bestaat niet") else "onzeker", answer)
            if answer.is_redirect:
                permanent = permanent or answer.status_code in (301, 308)
                at = urljoin(at, answer.headers["location"])
                continue
            if answer.status_code in GONE:
                return Link(url, sources, "weg", f"antwoordt met {answer.status_code}")
            if answer.status_code >= 400:
                return Link(url, sources, "onzeker", f"antwoordt met {answer.status_code}; kijk zelf")
            moved = permanent and urlsplit(at)[1:] != urlsplit(url)[1:]
            return Link(url, sources, "verhuisd" if moved else "goed", naar=at if moved else "")
        return Link(url, sources, "onzeker", "stuurt steeds verder door")

    def _ask(self, url: str) -> requests.Response | str:
        """The answer to HEAD, or to GET where HEAD is refused; or why there is none."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return "is geen webadres"
        try:
            if not self.allowed(parts.hostname):
                return "wijst naar een adres dat niet openbaar is"
            answer = self._session.head(url, timeout=self.timeout, allow_redirects=False)
            if answer.status_code >= 400:
                answer = self._session.get(url, timeout=self.timeout, allow_redirects=False, stream=True)
                answer.close()
            return answer
        except socket.gaierror:
            return "bestaat niet: deze naam is onbekend"
        except requests.exceptions.SSLError:
            return "heeft een certificaat dat niet klopt"
        except requests.exceptions.Timeout:
            return f"antwoordt niet binnen {self.timeout:g} seconden"
        except (requests.exceptions.RequestException, OSError, UnicodeError):
            return "antwoordt niet"

    def _with_copy(self, link: Link) -> Link:
        """The link with the address of its newest copy in the archive, when there is one."""
        try:
            answer = self._session.get(self.archive, params={"url": link.adres}, timeout=self.timeout)
            newest: Any = answer.json().get("archived_snapshots", {}).get("closest", {})
        except (requests.exceptions.RequestException, ValueError, AttributeError):
            return link
        url = str(newest.get("url", "")) if isinstance(newest, dict) and newest.get("available") else ""
        return Link(
            link.adres, link.bronnen, link.stand, link.waarom, link.naar, url.replace("http://web.", "https://web.")
        )

    @property
    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.headers["User-Agent"] = AGENT
        session: requests.Session = self._local.session
        return session

    def _is_fresh(self, was: Mapping[str, Any]) -> bool:
        return was["stand"] == "goed" and (self.day - date.fromisoformat(was["datum"])).days < FRESH

    def _known(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(self.cache.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found

    def _keep(self, known: Mapping[str, Any]) -> None:
        self.cache.parent.mkdir(exist_ok=True)
        self.cache.write_text(json.dumps(known, ensure_ascii=False, indent=1), "utf-8")
