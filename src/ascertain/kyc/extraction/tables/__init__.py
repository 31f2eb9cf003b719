"""Tables of any kind and language, found by the alignment of words alone.

`find_tables` takes pages and gives grids: columns, headings, rows and the row of totals. It knows nothing of document types;
what a column means is decided elsewhere. A row whose words could not be divided among the columns says so.
"""

from ascertain.kyc.extraction.tables.finder import find_tables
from ascertain.kyc.extraction.tables.model import Cell, GridColumn, GridRow, TableGrid, text_of

__all__ = ["Cell", "GridColumn", "GridRow", "TableGrid", "find_tables", "text_of"]
