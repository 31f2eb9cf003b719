"""HTTP routes of risk."""

from fastapi import APIRouter

from ascertain.kernel.http import ERROR_RESPONSES

router = APIRouter(tags=["risk"], responses=ERROR_RESPONSES)
