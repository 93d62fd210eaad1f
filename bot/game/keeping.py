"""A value that is worked out once for an object and then lies in it: `functools.cached_property` without its lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
"""What is kept."""


class kept(Generic[T]):  # noqa: N801 - it stands where `property` does
    """Work a value out when it is first asked for; two threads may do so twice, to the same end."""

    def __init__(self, work_out: Callable[..., T]) -> None:
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, one: None, owner: type) -> kept[T]: ...
    @overload
    def __get__(self, one: object, owner: type) -> T: ...
    def __get__(self, one: object | None, owner: type) -> T | kept[T]:
        """The value, which the next look finds in the object itself."""
        if one is None:
            return self
        value = one.__dict__[self._name] = self._work_out(one)
        return value
