"""all-MiniLM-L6-v2 as fused int8 ONNX, in this process on the CPU."""

import asyncio
import threading
from functools import cached_property
from pathlib import Path
from typing import Any

import ascertain
from ascertain.ai.text.embedding.model import Embedded
from ascertain.kernel.errors import Unavailable
from ascertain.kernel.fair_queue import FairQueue
from ascertain.kernel.memory import trim_memory
from ascertain.kernel.processor_shares import interpreter

MODEL_FOLDER = Path(ascertain.__file__).parent / "models" / "all-minilm-l6-v2"
_MAX_TOKENS = 256  # the model's limit; later text is ignored
# Texts of one turn, some 0.2 s of work: a long document must not delay the question of another tenant.
_OF_ONE_TURN = 16
# One beside that of a tenant with long texts: a question of another would wait for the end of its turn.
_TURNS = 2
_WAITING = 500
_LONGEST_WAIT_S = 300.0
_BATCH = 4  # larger batches are no faster on a CPU, and each text of a batch takes some 12 MB while it runs


class ModelMissing(Unavailable):
    """The files of the embedding model are missing."""

    code = "embedding.model_missing"


class LocalEmbedder:
    """Loads the model on first use; embeds in a thread, in batches of texts of similar length."""

    name = "all-minilm-l6-v2-int8"
    version = "1"
    dimension = 384

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int = 2) -> None:
        self._folder = folder
        self._threads = threads
        self._loading = threading.Lock()
        self._turns = FairQueue(_TURNS, waiting=_WAITING, per_tenant=1)

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.enable_cpu_mem_arena = False
        # Measured: with spinning threads the same batch took 40 % more CPU time on a busy machine.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        model = self._folder / "model.onnx"
        if not model.exists():
            raise ModelMissing("The embedding model is missing. Run `make model`, or set an embedder by URL.")
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(_MAX_TOKENS)
        tokenizer.enable_padding()
        return tokenizer

    async def embed(self, texts: list[str]) -> list[Embedded]:
        """One result per text, in order. Raises ModelMissing, Busy."""
        # Sorted over all texts and not within a turn: a batch is padded to its longest text.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        found: dict[int, Embedded] = {}
        for start in range(0, len(order), _OF_ONE_TURN):
            part = order[start : start + _OF_ONE_TURN]
            async with self._turns.turn(_LONGEST_WAIT_S):
                embed = interpreter.counted(self._embed, threads=self._threads)
                found |= zip(part, await asyncio.to_thread(embed, [texts[index] for index in part]), strict=True)
        if len(texts) > _BATCH:
            trim_memory()
        return [found[index] for index in range(len(texts))]

    def _embed(self, texts: list[str]) -> list[Embedded]:
        from ascertain.ai.text.embedding.pooling import embedded

        with self._loading:  # two turns may need it first at the same time
            session, tokenizer = self._session, self._tokenizer
        found: list[Embedded] = []
        for start in range(0, len(texts), _BATCH):
            found += embedded(session, tokenizer.encode_batch(texts[start : start + _BATCH]))
        return found
