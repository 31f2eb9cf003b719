"""Settings of the assistant."""

from pydantic import BaseModel, Field


class AssistantSettings(BaseModel):
    """Limits of a run, and the time budget of each of its stages."""

    question_characters: int = Field(2000, ge=1, le=20_000, description="Longest question")
    passages: int = Field(24, ge=1, le=200, description="Passages retrieved for a question")
    sources: int = Field(60, ge=1, le=400, description="Passages and facts given to the model together")
    history_messages: int = Field(8, ge=0, le=100, description="Earlier messages of the chat given to the model")
    history_tokens: int = Field(1500, ge=0, description="Approximate tokens of earlier messages given to the model")
    chat_retention_days: int | None = Field(
        None, ge=1, le=3650, description="Days without use after which a chat is deleted; unset: never deleted"
    )
    tool_rounds: int = Field(
        4, ge=0, le=20, description="Rounds of tool calls in one answer; 0: models are offered no tools"
    )
    tool_calls: int = Field(8, ge=1, le=100, description="Tool calls in one answer")
    tool_timeout_s: float = Field(5.0, gt=0, le=60, description="Time limit of one tool call")
    first_word_s: float = Field(
        10.0,
        gt=0,
        le=600,
        description="Time after Send until a model without a first token is replaced by the next one",
    )
    cache_s: float = Field(
        3600.0,
        ge=0,
        le=604_800,
        description="Time for which an answer to the same question on the same sources is cached; 0: no cache",
    )
    prompt_version: str | None = Field(None, description="Version of the chat prompt to use; unset: the newest")
    lease_s: float = Field(
        15.0, gt=0, le=300, description="Time after which a run whose process has stopped responding is ended"
    )
    coalesce_s: float = Field(0.05, ge=0, le=1, description="Tokens within this time are written as one event")
    runs_in_process: int = Field(200, ge=1, description="Concurrent runs in one process")
    retained_events: int = Field(5000, ge=10, description="Maximum number of events of one run")
    budget_ms_scope: float = Field(20, description="Budget for the check of the question")
    budget_ms_facts: float = Field(150, description="Budget for reading the facts of the case")
    budget_ms_search: float = Field(300, description="Budget for the search for passages")
    budget_ms_sources: float = Field(50, description="Budget for the check of the passages")
    budget_ms_first_token: float = Field(800, description="Budget until the model's first token")
    budget_ms_tools: float = Field(1000, description="Budget for the tools of one round")
    budget_ms_answer: float = Field(5000, description="Budget for the rest of the answer")
    budget_ms_store: float = Field(100, description="Budget for storing the answer")

    def budget_ms(self, stage: str) -> float | None:
        """The budget of a stage, or None. A stage may run over it: budgets are shown in the anatomy, not enforced."""
        value = getattr(self, f"budget_ms_{stage}", None)
        return float(value) if value is not None else None
