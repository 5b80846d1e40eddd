"""What the desk counts for Prometheus. Labels hold no personal data and few values."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30)


class Metrics:
    """The desk's own registry; one per app, so that nothing is shared at import."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter(
            "rahbar_turns_total",
            "Questions answered, by outcome",
            ("channel", "outcome"),
            registry=self.registry,
        )
        self.turn_seconds = Histogram(
            "rahbar_turn_seconds",
            "From a question's turn to its stored answer",
            registry=self.registry,
            buckets=_SECONDS,
        )
        self.engine_seconds = Histogram(
            "rahbar_engine_seconds",
            "Time that the engine took for an answer, waiting included",
            registry=self.registry,
            buckets=_SECONDS,
        )
        self.engine_retries = Counter(
            "rahbar_engine_retries_total", "Questions asked again", registry=self.registry
        )
        self.sent = Counter(
            "rahbar_sent_total",
            "Parts handed to a provider, by how it ended",
            ("channel", "outcome"),
            registry=self.registry,
        )
        self.dead = Counter(
            "rahbar_dead_letters_total",
            "Messages that could not be sent",
            ("channel", "code"),
            registry=self.registry,
        )
        self.arrived = Counter(
            "rahbar_arrived_total",
            "What providers told us, by kind",
            ("channel", "kind"),
            registry=self.registry,
        )
        self.refused = Counter(
            "rahbar_refused_total", "Requests refused", ("reason",), registry=self.registry
        )
        self.waiting = Gauge(
            "rahbar_waiting", "Questions that wait for their answer", registry=self.registry
        )
        self.streams = Gauge("rahbar_event_streams", "Open event streams", registry=self.registry)
