"""HTTP routes of documents."""

from fastapi import APIRouter

from ascertain.kernel.http import ERROR_RESPONSES

router = APIRouter(tags=["documents"], responses=ERROR_RESPONSES)
