"""Write MiniLM's safetensors as one ONNX graph with onnxruntime's fused operators, and quantise its weights to int8."""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

# The architecture of all-MiniLM-L6-v2.
HIDDEN, HEADS, LAYERS = 384, 12, 6


class Graph:
    """Nodes and weights of the graph under construction."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, values: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values.astype(np.float32)), name))
        return name

    def node(
        self, kind: str, inputs: list[str], outputs: list[str], domain: str = "com.microsoft", **options: object
    ) -> str:
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **options))
        return outputs[0]


def _layer(graph: Graph, weights: dict[str, np.ndarray], number: int, x: str) -> str:
    prefix = f"encoder.layer.{number}."
    parts = [f"{prefix}attention.self.{name}" for name in ("query", "key", "value")]
    qkv = graph.weight(f"qkv{number}", np.concatenate([weights[f"{part}.weight"].T for part in parts], 1))
    bias = graph.weight(f"qkvb{number}", np.concatenate([weights[f"{part}.bias"] for part in parts]))
    attended = graph.node("Attention", [x, qkv, bias, "attention_mask_32"], [f"att{number}"], num_heads=HEADS)

    def named(short: str, key: str, *, turn: bool = False) -> str:
        values = weights[prefix + key]
        return graph.weight(f"{short}{number}", values.T if turn else values)

    out = graph.node("MatMul", [attended, named("ow", "attention.output.dense.weight", turn=True)], [f"ao{number}"], "")
    norm = [named("g1", "attention.output.LayerNorm.weight"), named("b1", "attention.output.LayerNorm.bias")]
    y = graph.node(
        "SkipLayerNormalization", [out, x, *norm, named("ob", "attention.output.dense.bias")], [f"y{number}"]
    )
    inner = graph.node("MatMul", [y, named("iw", "intermediate.dense.weight", turn=True)], [f"f{number}"], "")
    inner = graph.node("BiasGelu", [inner, named("ib", "intermediate.dense.bias")], [f"fg{number}"])
    inner = graph.node("MatMul", [inner, named("fw", "output.dense.weight", turn=True)], [f"fo{number}"], "")
    norm = [named("g2", "output.LayerNorm.weight"), named("b2", "output.LayerNorm.bias")]
    last = "last_hidden_state" if number == LAYERS - 1 else f"x{number + 1}"
    return graph.node("SkipLayerNormalization", [inner, y, *norm, named("fb", "output.dense.bias")], [last])


def export(source: Path, target: Path) -> None:
    """Write model.onnx into `target` from the model folder `source`."""
    weights = load_file(str(source / "model.safetensors"))
    graph = Graph()
    inputs = ("input_ids", "attention_mask", "token_type_ids")
    for name in inputs:
        graph.node("Cast", [name], [f"{name}_32"], "", to=TensorProto.INT32)
    embeddings = ("word_embeddings.weight", "position_embeddings.weight", "token_type_embeddings.weight")
    tables = [graph.weight(f"e{index}", weights[f"embeddings.{name}"]) for index, name in enumerate(embeddings)]
    norm = [
        graph.weight("eg", weights["embeddings.LayerNorm.weight"]),
        graph.weight("eb", weights["embeddings.LayerNorm.bias"]),
    ]
    given = ["input_ids_32", "token_type_ids_32", *tables, *norm, "attention_mask_32"]
    x = graph.node("EmbedLayerNormalization", given, ["x0", "mask_index"], epsilon=1e-12)
    for number in range(LAYERS):
        x = _layer(graph, weights, number, x)
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "minilm",
            [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs],
            [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", HIDDEN])],
            graph.weights,
        ),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)],
    )
    model.ir_version = 9
    full = target / "full.onnx"
    onnx.save(model, str(full))
    quantize_dynamic(
        str(full),
        str(target / "model.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )
    full.unlink()


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
