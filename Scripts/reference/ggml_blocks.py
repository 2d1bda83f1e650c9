#!/usr/bin/env python3
"""Writes Tests/Fixtures/LanguageModel/blocks.json: stored blocks and the numbers they hold.

    python3 -m venv .venv && .venv/bin/pip install gguf==0.19.0 numpy==2.4.6
    .venv/bin/python Scripts/reference/ggml_blocks.py MODEL.gguf > Tests/Fixtures/LanguageModel/blocks.json

The numbers come from the `gguf` package's own reading (gguf.quants), which is independent of
Conduct. Blocks are random bytes with finite half-precision scales, so every bit of every field is
exercised. MODEL is the embedded model: SHA-256 digests of some of its dequantised tensors (float32,
little-endian, row after row) tie the reader to a real file.
"""
import hashlib, json, sys
import numpy as np
from gguf import GGUFReader, GGMLQuantizationType as Q
from gguf.quants import dequantize, quantize

random = np.random.default_rng(20261124)
# type: (block bytes, numbers per block, offsets of the half-precision fields)
LAYOUTS = {
    Q.Q4_0: (18, 32, [0]), Q.Q4_1: (20, 32, [0, 2]), Q.Q5_0: (22, 32, [0]),
    Q.Q5_1: (24, 32, [0, 2]), Q.Q8_0: (34, 32, [0]), Q.Q4_K: (144, 256, [0, 2]),
    Q.Q5_K: (176, 256, [0, 2]), Q.Q6_K: (210, 256, [208]), Q.F16: (2, 1, [0]), Q.BF16: (2, 1, []),
    Q.F32: (4, 1, []),
}


def bits(values):
    return np.ascontiguousarray(values, dtype=np.float32).view(np.uint32).ravel().tolist()


def blocks(kind):
    size, numbers, halves = LAYOUTS[kind]
    count = 64 if numbers == 1 else 4
    raw = random.integers(0, 256, (count, size), dtype=np.uint8)
    for offset in halves:
        scale = random.normal(0, 0.05, count).astype(np.float16)
        raw[:, offset:offset + 2] = scale.view(np.uint8).reshape(count, 2)
    if kind == Q.F32:
        raw = random.normal(0, 3, count).astype(np.float32).view(np.uint8).reshape(count, 4)
    if kind == Q.BF16:
        values = random.normal(0, 3, count).astype(np.float32)
        raw = (values.view(np.uint32) >> 16).astype(np.uint16).view(np.uint8).reshape(count, 2)
    return {"type": kind.name, "bytes": raw.tobytes().hex(),
            "float_bits": bits(dequantize(raw.reshape(1, -1), kind))}


def quantized(kind):
    values = np.concatenate([random.normal(0, 0.02, 32), random.normal(0, 5, 32), np.zeros(32),
                             np.linspace(-1, 1, 32)]).astype(np.float32)
    return {"type": kind.name, "float_bits": bits(values),
            "bytes": quantize(values.reshape(1, -1), kind).tobytes().hex()}


def halves():
    """Floats near every rounding boundary of half and bfloat16, and what numpy makes of them."""
    values = np.concatenate([
        random.normal(0, 1, 200), random.normal(0, 1e-5, 200), random.normal(0, 1e-7, 100),
        random.normal(0, 3e4, 200), 2.0 ** np.arange(-27, 18), 1 + 2.0 ** -11 * np.arange(64),
        [0.0, -0.0, 65504, 65519.996, 65520, 65536, np.inf, -np.inf, 5.9604645e-8, 2.9802322e-8,
         2.9802326e-8, 6.097555e-5, 6.1035156e-5]]).astype(np.float32)
    with np.errstate(over="ignore"):
        half = values.astype(np.float16).view(np.uint16)
    return {"float_bits": bits(values), "half": half.tolist(),
            "brain": quantize(values.reshape(1, -1), Q.BF16).view(np.uint16).ravel().tolist()}


def digests(path):
    wanted = ["token_embd.weight", "blk.0.attn_q.weight", "blk.29.ffn_down.weight",
              "output_norm.weight"]
    tensors = {t.name: t for t in GGUFReader(path).tensors}
    result = []
    for name in wanted:
        tensor = tensors[name]
        values = np.ascontiguousarray(dequantize(tensor.data, tensor.tensor_type), dtype="<f4")
        result.append({"name": name, "type": tensor.tensor_type.name,
                       "dimensions": [int(x) for x in tensor.shape],
                       "sha256": hashlib.sha256(values.tobytes()).hexdigest()})
    return result


print(json.dumps({
    "blocks": [blocks(kind) for kind in LAYOUTS],
    "quantized": [quantized(kind) for kind in (Q.F32, Q.F16, Q.BF16, Q.Q8_0)],
    "halves": halves(), "embedded_model": digests(sys.argv[1]),
}, separators=(",", ":")))
