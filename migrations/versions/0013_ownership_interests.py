"""Interests of every kind: shares exact or between two numbers, with their end, what was said, and whether it was declared."""

from ascertain.kernel.database.schema import execute

revision = "0013_ownership_interests"
down_revision = "0012_cases"


def upgrade() -> None:
    execute("""
        alter table ownership_statements
            add column share jsonb,
            add column end_date text,
            add column details text not null default '',
            add column declared boolean not null default false;
        update ownership_statements set share = jsonb_build_object(
            'low', share_numerator || '/' || share_denominator, 'high', share_numerator || '/' || share_denominator);
        alter table ownership_statements drop column share_numerator, drop column share_denominator;
    """)
