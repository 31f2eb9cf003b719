"""Settings of ownership and of its graph database."""

from pydantic import BaseModel, Field, SecretStr


class OwnershipSettings(BaseModel):
    """Where the graph across cases is stored."""

    graph_url: SecretStr | None = Field(
        None,
        description="Neo4j over Bolt, such as bolt://neo4j:password@host:7687; if unset, Postgres answers graph queries",
    )
    graph_database: str = Field("neo4j", description="Name of the database in Neo4j")
