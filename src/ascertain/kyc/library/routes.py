"""HTTP routes of library."""

from fastapi import APIRouter

from ascertain.kernel.http import ERROR_RESPONSES

router = APIRouter(tags=["library"], responses=ERROR_RESPONSES)
