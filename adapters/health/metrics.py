"""The figures of one process, in the words of Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

if TYPE_CHECKING:
    from bot.domain import Delivery

LATE = (1.0, 5.0, 15.0, 60.0, 300.0, 1_800.0, 7_200.0, 43_200.0)
"""Seconds a post may be late."""

LASTING = (0.01, 0.05, 0.25, 1.0, 5.0, 15.0, 60.0, 180.0)
"""Seconds a task may take."""


class Metrics:
    """Counts in a registry of its own, so that several may live in one process.

    What only the clock knows is told once it said it: from the others a 0 would hide that no clock runs.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._settled = Counter(
            "riddle_deliveries",
            "What became of posts, reveals and reviews.",
            ("platform", "matter", "outcome"),
            registry=self.registry,
        )
        self._late = Histogram(
            "riddle_post_late_seconds",
            "How long after its moment a post came.",
            ("platform",),
            buckets=LATE,
            registry=self.registry,
        )
        self._due = Gauge("riddle_due", "Sendings that are due at the moment.", registry=None)
        self._missing = Gauge("riddle_editions_missing", "Editions needed soon that are not made yet.", registry=None)
        self._told: set[Gauge] = set()
        self._tasks = Histogram(
            "riddle_task_seconds", "How long tasks took.", ("task", "outcome"), buckets=LASTING, registry=self.registry
        )
        self._store_errors = Counter(
            "riddle_store_errors", "How often the store could not be used.", registry=self.registry
        )

    def settled(self, delivery: Delivery, late: float | None = None) -> None:
        """Something was sent, or will not be."""
        platform = delivery.sending.channel.platform
        self._settled.labels(platform, delivery.sending.matter.value, delivery.stage.value).inc()
        if late is not None:
            self._late.labels(platform).observe(max(0.0, late))

    def due(self, count: int) -> None:
        """So many sendings are due at the moment."""
        self._tell(self._due, count)

    def missing(self, count: int) -> None:
        """So many editions that are needed soon are not made yet."""
        self._tell(self._missing, count)

    def _tell(self, gauge: Gauge, count: int) -> None:
        gauge.set(count)
        if gauge not in self._told:
            self._told.add(gauge)
            self.registry.register(gauge)

    def task(self, name: str, outcome: str, seconds: float) -> None:
        """A task came to its end."""
        self._tasks.labels(name, outcome).observe(seconds)

    def store_error(self) -> None:
        """The store could not be used."""
        self._store_errors.inc()

    def text(self) -> bytes:
        """All figures, as they are read by whoever gathers them."""
        return generate_latest(self.registry)
