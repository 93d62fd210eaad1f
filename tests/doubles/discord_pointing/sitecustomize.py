"""Points an unchanged process at the double: with this folder on PYTHONPATH, DOUBLE_DISCORD_API and _GATEWAY set.

Nothing is imported before the process does: the library's addresses are changed as its modules load.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import os
import sys

API, GATEWAY = os.environ.get("DOUBLE_DISCORD_API"), os.environ.get("DOUBLE_DISCORD_GATEWAY")


def _http(module):
    module.Route.BASE = API


def _gateway(module):
    import yarl

    module.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(GATEWAY)


PATCHES = {"discord.http": _http, "discord.gateway": _gateway} if API and GATEWAY else {}


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):  # noqa: ARG002 - as the protocol has it
        patch = PATCHES.get(name)
        if patch is None:
            return None
        sys.meta_path.remove(self)
        try:
            spec = importlib.util.find_spec(name)
        finally:
            sys.meta_path.insert(0, self)
        run = spec.loader.exec_module

        def exec_module(module):
            run(module)
            patch(module)

        spec.loader.exec_module = exec_module
        return spec


if PATCHES:
    sys.meta_path.insert(0, _Finder())
