"""BM25 over statistics of one moment and passages of the next."""

from ascertain.ai.retrieval.searching import _bm25
from ascertain.ai.retrieval.store import ScopeStatistics


def test_a_passage_that_was_indexed_after_the_statistics_is_scored() -> None:
    postings = [("chunk_1", "suppli", 2, 40), ("chunk_1", "address", 1, 40)]
    scores = _bm25(postings, ScopeStatistics(chunks=3, average_length=30.0, holding={"address": 2}))
    assert scores["chunk_1"] > _bm25(postings[1:], ScopeStatistics(3, 30.0, {"address": 2}))["chunk_1"] > 0
    assert _bm25(postings, ScopeStatistics(chunks=0, average_length=1.0, holding={}))["chunk_1"] > 0
