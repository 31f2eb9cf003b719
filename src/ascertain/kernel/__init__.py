"""Technical foundation of every package: tenancy, sign-in, database, jobs, events, audit. Knows neither KYC nor AI."""
