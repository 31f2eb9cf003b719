"""HTTP routes of entities."""

from fastapi import APIRouter

from ascertain.kernel.http import ERROR_RESPONSES

router = APIRouter(tags=["entities"], responses=ERROR_RESPONSES)
