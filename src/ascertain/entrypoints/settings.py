"""All settings of Ascertain, composed of those of the packages; read from the environment, a .env file and secret files."""

from typing import Self

from pydantic import AliasChoices, Field, SecretStr, model_validator

from ascertain.entrypoints.gateway_settings import GatewaySettings
from ascertain.entrypoints.process_settings import load
from ascertain.kernel.config import AuditSettings, ShareSettings, StorageSettings, WebhookSettings, WorkerSettings
from ascertain.kyc.assistant.settings import AssistantSettings
from ascertain.kyc.documents.settings import DocumentSettings
from ascertain.kyc.ownership.settings import OwnershipSettings


class Settings(GatewaySettings):
    """The settings of the API, the worker and the command line."""

    audit: AuditSettings = Field(default_factory=AuditSettings, description="The audit log")
    storage: StorageSettings = Field(default_factory=StorageSettings, description="Files")
    worker: WorkerSettings = Field(default_factory=WorkerSettings, description="Background work")
    shares: ShareSettings = Field(default_factory=ShareSettings, description="Computing of tenants beside one another")
    webhooks: WebhookSettings = Field(default_factory=WebhookSettings, description="Events sent to other systems")
    documents: DocumentSettings = Field(default_factory=DocumentSettings, description="Uploads and reading")
    assistant: AssistantSettings = Field(default_factory=AssistantSettings, description="Questions and answers")
    graph_url: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("GRAPH_URL", "ASCERTAIN_GRAPH_URL"),
        description="Short form of ASCERTAIN_OWNERSHIP__GRAPH_URL",
    )
    ownership: OwnershipSettings = Field(default_factory=OwnershipSettings, description="The graph")

    @model_validator(mode="after")
    def _short_graph_url(self) -> Self:
        # The long form takes precedence where both are set.
        if self.graph_url is not None and self.ownership.graph_url is None:
            self.ownership = self.ownership.model_copy(update={"graph_url": self.graph_url})
        return self

    @property
    def storage_address(self) -> str:
        """Folder or URL of the files."""
        return self.storage.url or str(self.home / "files")


def load_settings() -> Settings:
    """Settings of this process."""
    return load(Settings)
