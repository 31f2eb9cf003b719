"""Redis: what API processes share that need not outlive a restart: limits, breakers, cached answers.

It is optional. Nothing that counts money or state is kept here, so its loss costs speed and precision of limits, never
truth. Without it one API process holds the same things in memory, and a second one is refused at its start.
"""

from ascertain.kernel.redis.connection import RedisGone, Script, SharedRedis
from ascertain.kernel.redis.line import Word
from ascertain.kernel.redis.sole_process import ProcessPlace, SecondProcess

__all__ = ["ProcessPlace", "RedisGone", "Script", "SecondProcess", "SharedRedis", "Word"]
