"""The steps of one-time codes that were used, not only the last: one used while the clock was ahead decides nothing now."""

from ascertain.kernel.database.schema import execute

revision = "0045_used_codes"
down_revision = "0044_hopeless_jobs"


def upgrade() -> None:
    execute(
        """
        alter table auth_totp alter column last_step drop default;
        alter table auth_totp alter column last_step type bigint[]
            using case when last_step > 0 then array[last_step] else array[]::bigint[] end;
        alter table auth_totp alter column last_step set default '{}';
        alter table auth_totp rename column last_step to used_steps;
        """
    )
