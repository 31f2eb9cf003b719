"""Redis: state that API processes share and that may be lost at a restart: limits, circuit breakers, cached answers.

It is optional. Neither money nor the state of a case depends on it, so that its loss costs speed and precision of limits
alone. Without Redis one API process has the same in memory, and a second process is refused when it starts.
"""

from ascertain.kernel.redis.connection import Word
from ascertain.kernel.redis.process_lock import ProcessLock, SecondProcess
from ascertain.kernel.redis.shared_redis import RedisGone, Script, SharedRedis

__all__ = ["ProcessLock", "RedisGone", "Script", "SecondProcess", "SharedRedis", "Word"]
