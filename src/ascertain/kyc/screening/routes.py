"""HTTP routes of screening."""

from fastapi import APIRouter

from ascertain.kernel.http import ERROR_RESPONSES

router = APIRouter(tags=["screening"], responses=ERROR_RESPONSES)
