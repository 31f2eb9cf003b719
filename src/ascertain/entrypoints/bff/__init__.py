"""The browser's back end: cookie sessions in front of the API."""
