"""Pictures of pages, stored as derived files of the blob that they show."""


def picture_key(sha256: str, page_number: int) -> str:
    """Storage key of the picture of a blob's page."""
    return f"pages/{sha256}/{page_number}.webp"
