"""With a single reading process and a backlog of another tenant's heavy files, a tenant's file is read at the next turn."""

import asyncio

from ascertain.ai.reading import ReaderPool, ReaderSettings
from ascertain.entrypoints.demo.samples import random_content, render
from ascertain.kernel.tenancy import acting_tenant
from benchmarks.fairness.heavy_files import appended, many_pages

_BACKLOG = 8


async def test_a_file_is_read_before_the_backlog_of_another_tenant() -> None:
    pool = ReaderPool(ReaderSettings(), size=1)
    ended: list[str] = []
    pages = many_pages(20)

    async def read(tenant: str, data: bytes, most_pages: int) -> None:
        acting_tenant.set(tenant)
        async with pool.open("application/pdf", data) as reader:
            for number in range(1, min(most_pages, reader.page_count) + 1):
                await reader.read_page(number, draw=False)
        ended.append(tenant)

    backlog = [asyncio.create_task(read("hostile", appended(pages), 3)) for _ in range(_BACKLOG)]
    while not ended:
        await asyncio.sleep(0)
    bill = render("utility_bill", "A", random_content("utility_bill", 1))
    await asyncio.gather(asyncio.create_task(read("honest", bill, 1)), *backlog)
    await pool.close()
    # One file of the backlog has a process when the honest one arrives, and another may end before it is looked at.
    assert ended.index("honest") <= 3, ended
    assert ended.count("hostile") == _BACKLOG
