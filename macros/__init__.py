"""The program of the knowledge base. For MkDocs: `define_env` registers the closed set of macros that pages may call."""

from typing import Any


def define_env(env: Any) -> None:
    """Register one macro per block of `render.BLOCKS`; an unknown name or slug fails the build.

    A macro leaves a mark in the Markdown; the hook puts the finished HTML there, so that Markdown does not read it again.
    """
    from macros.render import BLOCKS, mark

    for name in BLOCKS:
        env.macro(lambda slug=None, name=name: mark(name, slug), name)
