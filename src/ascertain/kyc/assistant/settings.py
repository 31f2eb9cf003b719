"""Settings of the assistant."""

from pydantic import BaseModel, Field


class AssistantSettings(BaseModel):
    """Bounds of a run, and the time that each of its stages should take."""

    question_characters: int = Field(2000, ge=1, le=20_000, description="Longest question")
    passages: int = Field(24, ge=1, le=200, description="Passages looked up for a question")
    sources: int = Field(60, ge=1, le=400, description="Passages and facts given to the model together")
    history_messages: int = Field(8, ge=0, le=100, description="Earlier messages of the chat given to the model")
    history_tokens: int = Field(1500, ge=0, description="Tokens of earlier messages given to the model, about")
    chat_retention_days: int | None = Field(
        None, ge=1, le=3650, description="Days without use after which a chat is deleted; unset: never"
    )
    tool_rounds: int = Field(
        4, ge=0, le=20, description="Times that a model may ask for tools in one answer; 0: a model is offered none"
    )
    tool_calls: int = Field(8, ge=1, le=100, description="Tools that a model may use in one answer")
    tool_timeout_s: float = Field(5.0, gt=0, le=60, description="Time for one tool")
    first_word_s: float = Field(
        10.0, gt=0, le=600, description="A model that says nothing for so long after Send is left for the next one"
    )
    cache_s: float = Field(
        3600.0,
        ge=0,
        le=604_800,
        description="How long an answer is kept for the same question on the same sources; 0: never",
    )
    prompt_version: str | None = Field(None, description="Version of the chat prompt to use; unset: the newest")
    lease_s: float = Field(15.0, gt=0, le=300, description="A run whose process says nothing for so long is ended")
    coalesce_s: float = Field(0.05, ge=0, le=1, description="Tokens of so long are written as one event")
    runs_in_process: int = Field(200, ge=1, description="Runs under way at once in one process")
    retained_events: int = Field(5000, ge=10, description="Most events that one run may write")
    budget_ms_scope: float = Field(20, description="Budget of the check of the question")
    budget_ms_facts: float = Field(150, description="Budget of reading the case's facts")
    budget_ms_search: float = Field(300, description="Budget of the search for passages")
    budget_ms_sources: float = Field(50, description="Budget of the check of the passages")
    budget_ms_first_token: float = Field(800, description="Budget until the model's first word")
    budget_ms_tools: float = Field(1000, description="Budget of the tools of one round")
    budget_ms_answer: float = Field(5000, description="Budget of the rest of the answer")
    budget_ms_store: float = Field(100, description="Budget of storing the answer")

    def budget_ms(self, stage: str) -> float | None:
        """The budget of a stage, if it has one."""
        value = getattr(self, f"budget_ms_{stage}", None)
        return float(value) if value is not None else None
