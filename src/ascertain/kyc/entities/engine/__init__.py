"""The engine of resolution, the same for a batch and for one record: normalise, block, compare, weigh, cluster.

It knows neither Postgres nor cases. A record becomes a `Traits` (comparable text by field), many of them a `Columns` (integer codes
into one vocabulary a kind); pairs of rows become named levels, levels become bits, bits become clusters.
"""
