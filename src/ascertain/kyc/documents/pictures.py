"""Pictures of pages, kept beside the files they show."""


def picture_key(sha256: str, page_number: int) -> str:
    """Where the picture of a blob's page is kept among the derived files."""
    return f"pages/{sha256}/{page_number}.webp"
