"""HTTP routes of ownership."""

from fastapi import APIRouter

from ascertain.kernel.http import ERROR_RESPONSES

router = APIRouter(tags=["ownership"], responses=ERROR_RESPONSES)
