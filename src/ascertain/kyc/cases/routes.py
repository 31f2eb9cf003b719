"""HTTP routes of cases."""

from fastapi import APIRouter

from ascertain.kernel.http import ERROR_RESPONSES

router = APIRouter(tags=["cases"], responses=ERROR_RESPONSES)
