"""Redis: what API processes share that need not outlive a restart: limits, breakers, cached answers.

It is optional. Nothing that counts money or state is kept here, so its loss costs speed and precision of limits, never
truth. Without it one API process holds the same things in memory, and a second one is refused at its start.
"""

from ascertain.kernel.redis.connection import Word
from ascertain.kernel.redis.process_lock import ProcessLock, SecondProcess
from ascertain.kernel.redis.shared_redis import RedisGone, Script, SharedRedis

__all__ = ["ProcessLock", "RedisGone", "Script", "SecondProcess", "SharedRedis", "Word"]
