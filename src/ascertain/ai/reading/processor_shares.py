"""How much processor time each tenant's files took lately: who took much lets the files of the others go first."""

import math
import time

# Seconds lately, beyond which a tenant's files are read at a low priority: a long scan, or many files one after another. With two
# cores, turns alone would leave a one-page letter the share of one among all that compute.
MOST_CPU_S = 3.0
# Of what was used, half counts after so long: a tenant that stops is soon served as quickly as any other.
_HALF_LIFE_S = 20.0
_NEGLIGIBLE_S = 0.05


class ProcessorShares:
    """Processor seconds by tenant, fading with time."""

    def __init__(self) -> None:
        self._used: dict[str, tuple[float, float]] = {}

    def used_s(self, tenant_id: str) -> float:
        """The seconds that count now."""
        seconds, at = self._used.get(tenant_id, (0.0, 0.0))
        return seconds * math.exp2((at - time.monotonic()) / _HALF_LIFE_S)

    def add(self, tenant_id: str, seconds: float) -> None:
        """Count what a file took."""
        self._used[tenant_id] = (self.used_s(tenant_id) + seconds, time.monotonic())
        # Of thousands of tenants only those with recent files are kept.
        for other in [one for one in self._used if self.used_s(one) < _NEGLIGIBLE_S]:
            del self._used[other]
