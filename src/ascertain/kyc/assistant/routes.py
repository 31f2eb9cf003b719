"""HTTP routes of assistant."""

from fastapi import APIRouter

from ascertain.kernel.http import ERROR_RESPONSES

router = APIRouter(tags=["assistant"], responses=ERROR_RESPONSES)
