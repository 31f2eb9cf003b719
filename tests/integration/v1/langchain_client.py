"""What test_langchain.py runs under an interpreter that has langchain-openai: ChatOpenAI unchanged against /v1."""

import sys

from langchain_core.tools import tool
from langchain_openai import ChatOpenAI

address, key = sys.argv[1:]
chat = ChatOpenAI(model="auto", base_url=address, api_key=key, max_retries=0)
print("whole:", chat.invoke("Which law?").content)
print("streamed:", "".join(str(chunk.content) for chunk in chat.stream("Which law?")))


@tool
def owners(of: str) -> str:
    """Owners of a company."""
    return of


print("tool:", chat.bind_tools([owners]).invoke("Who owns Alba?").tool_calls[0]["args"])
