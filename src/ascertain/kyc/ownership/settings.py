"""Settings of ownership."""

from pydantic import BaseModel, Field, SecretStr


class OwnershipSettings(BaseModel):
    """The graph."""

    graph_url: SecretStr | None = Field(
        None,
        description="Neo4j over Bolt, such as bolt://neo4j:password@host:7687; unset: Postgres answers the graph's questions",
    )
    graph_database: str = Field("neo4j", description="Name of the database inside Neo4j")
