"""How the parser's process is spoken to: JSON objects and bytes, each after its length. Nothing is ever unpickled."""

from __future__ import annotations

import struct

LENGTH = struct.Struct(">I")
"""The length that stands before each frame."""

LONGEST_FRAME = 1_048_576
"""Bytes a frame of JSON may have; a body's length stands in the request, it is bounded by the fetch."""
