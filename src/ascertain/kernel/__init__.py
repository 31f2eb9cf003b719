"""What every room stands on; knows neither KYC nor AI."""
