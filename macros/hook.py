"""MkDocs events → the functions of the program. A thin adapter: nothing is decided here."""

import os
from itertools import chain
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

from macros import export, forwarding, in_browser, reviews
from macros.beside import Beside
from macros.findings import Refused, counted
from macros.knowledge_base import load
from macros.metadata import Metadata, Page
from macros.pages import pages
from macros.promise import Promise
from macros.render import Renderer, UnknownSlug

THEME_PARTS_NOT_USED = ("assets/javascripts/", "assets/stylesheets/", "assets/images/")  # we have our own

at_work: list[Beside] = []


@event_priority(100)  # before the macros plugin
def on_config(config: Any) -> Any:
    root = Path(config.config_file_path).parent
    site, code_host = config.site_url or "/", config.extra.get("code_host") or ""
    at_work.append(Beside(root, site, code_host))
    try:
        kb = load(root)
    except Refused as refused:
        raise _failed(refused) from refused
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(kb.bijgewerkt))  # so that two builds of one commit are equal
    config.extra["renderer"] = Renderer(kb, site, code_host)
    config.extra["belofte"] = Promise(kb, Path(config.docs_dir))
    return config


def on_files(files: Any, config: Any) -> Any:
    at_work[-1].begin(Path(config.site_dir))
    for file in [
        f for f in files if f.src_uri.startswith(THEME_PARTS_NOT_USED) and not f.src_dir.startswith(config.docs_dir)
    ]:
        files.remove(file)
    renderer = config.extra["renderer"]
    for page in pages(renderer.kb):
        files.append(File.generated(config, page.path, content=page.markdown()))
    for path, text in chain(
        export.files(renderer.kb),
        reviews.files(renderer),
        forwarding.files(config.extra["belofte"], renderer.site),
        in_browser.files(renderer.kb),
    ):
        files.append(File.generated(config, path, content=text))
    return files


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    try:
        filled: str = config.extra["renderer"].fill(html, page.url)
    except UnknownSlug as unknown:
        raise PluginError(f"docs/{page.file.src_uri}: {unknown}") from unknown
    return filled


def on_env(env: Any, config: Any, files: Any) -> Any:
    renderer = config.extra["renderer"]
    titles = {file.page.url: _title(file.page) for file in files.documentation_pages()}
    config.extra["metadata"] = Metadata(renderer.kb, renderer.site, renderer.published, titles)
    return env


def on_page_context(context: Any, page: Any, config: Any, nav: Any) -> Any:
    described = Page(
        page.url, _title(page), page.meta.get("description") or config.site_description, page.meta.get("soort")
    )
    context["metadata"] = config.extra["metadata"].of(described)
    return context


def _title(page: Any) -> str:
    return str(page.meta.get("titel") or page.title)


def on_post_build(config: Any) -> None:
    try:
        at_work.pop().finish()
    except Refused as refused:
        raise _failed(refused) from refused
    forwarding.copy(config.extra["belofte"], Path(config.site_dir))


def on_build_error(error: Exception) -> None:
    while at_work:
        at_work.pop().stop()


def _failed(refused: Refused) -> PluginError:
    return PluginError(f"{refused}\n{counted(len(refused.findings))}; de site is niet gebouwd.")
