"""How a patch changes an unmodified moto in this process, and how a single one is switched off."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from typing import Any

Patch = Callable[[], None]
Wrapper = Callable[..., Any]

_patches: dict[str, Patch] = {}


class UnknownPatchError(ValueError):
    """A patch to switch off that does not exist."""


def patch(function: Patch) -> Patch:
    """Register a patch; its name is the function's, with dashes.

    The docstring says what AWS does and what plain moto does instead.
    """
    _patches[function.__name__.replace("_", "-")] = function
    return function


def around(owner: Any, method: str) -> Callable[[Wrapper], Wrapper]:
    """Replace `owner.method` by the decorated function, which receives the original as its first argument."""
    original = getattr(owner, method)

    def decorate(wrapper: Wrapper) -> Wrapper:
        @functools.wraps(original)
        def replacement(*args: Any, **kwargs: Any) -> Any:
            return wrapper(original, *args, **kwargs)

        setattr(owner, method, replacement)
        return wrapper

    return decorate


def apply_patches(without: Collection[str] = ()) -> list[str]:
    """Apply every patch but those named and return the names of the applied ones; `all` leaves moto as it is."""
    unknown = sorted(set(without) - set(_patches) - {"all"})
    if unknown:
        raise UnknownPatchError(f"No such patch: {', '.join(unknown)}. There are: {', '.join(sorted(_patches))}.")
    if "all" in without:
        return []
    applied = [name for name in _patches if name not in without]
    for name in applied:
        _patches[name]()
    return applied
