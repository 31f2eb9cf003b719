"""Tables of a document as they go over the wire."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from ascertain.kernel.http import WireModel
from ascertain.kernel.http.wire import StorableStr
from ascertain.kyc.documents.labels import label_of
from ascertain.kyc.documents.table_mappings import DocumentTable
from ascertain.kyc.documents.wire import Share
from ascertain.kyc.extraction import Catalogue


class TableColumnOut(WireModel):
    """A column of a table, with what it probably states."""

    heading: str
    samples: list[str] = Field(description="The first values")
    proposed: str | None = Field(description="Name of the type's column that it probably is; null if nothing fits")
    confidence: Share
    confirmed: str | None = Field(
        description="Name of the column that a person confirmed; null also where it is left out"
    )


class TableChoiceOut(WireModel):
    """A column that a table of the document type can have."""

    name: str
    label: str
    is_key: bool = Field(description="Whether rows are known by it, so that one column has to be it")


class DocumentTableOut(WireModel):
    """A table of a document. Its layout is known by its headings; what a person confirms holds for all files of the layout."""

    layout: str
    document_type: str
    table: str
    page_numbers: list[int]
    rows_count: int
    columns: list[TableColumnOut]
    choices: dict[str, list[TableChoiceOut]] = Field(description="The columns of each table of the type")
    confirmed_by: str | None = Field(description="The person who confirmed the columns of this layout, if any")
    confirmed_at: datetime | None

    @classmethod
    def of(cls, one: DocumentTable, catalogue: Catalogue) -> "DocumentTableOut":
        """A table with its choices."""
        proposed, stored = one.proposed, one.stored
        confirmed = stored.mapping.columns if stored else (None,) * len(proposed.columns)
        return cls(
            layout=proposed.layout,
            document_type=proposed.document_type,
            table=stored.mapping.table if stored else proposed.table,
            page_numbers=list(proposed.page_numbers),
            rows_count=proposed.rows_count,
            columns=[
                TableColumnOut(
                    heading=column.heading,
                    samples=list(column.samples),
                    proposed=column.column,
                    confidence=column.confidence,
                    confirmed=name,
                )
                for column, name in zip(proposed.columns, confirmed, strict=True)
            ],
            choices={
                table.name: [
                    TableChoiceOut(
                        name=column.name,
                        label=label_of(column.property) if column.property else column.name,
                        is_key=column.name == table.key,
                    )
                    for column in table.columns
                ]
                for table in catalogue.get(proposed.document_type).tables
                if not table.sums
            },
            confirmed_by=stored.author_name if stored else None,
            confirmed_at=stored.confirmed_at if stored else None,
        )


class DocumentTablesOut(WireModel):
    """The tables of a document whose columns can be confirmed."""

    items: list[DocumentTableOut]


class TableMappingIn(WireModel):
    """What the columns of a layout are: for each the name of the table's column, or null for one that is not wanted."""

    document_type: Annotated[StorableStr, StringConstraints(min_length=1, max_length=100)]
    table: Annotated[StorableStr, StringConstraints(min_length=1, max_length=100)]
    columns: list[Annotated[StorableStr, StringConstraints(min_length=1, max_length=100)] | None] = Field(
        min_length=1, max_length=200
    )
