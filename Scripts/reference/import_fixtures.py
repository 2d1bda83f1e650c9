"""Writes Tests/Fixtures/Import: small files in the formats that `conduct import` reads.

The content is made up here; the shapes follow the tools' published types (see SOURCE.md there).
Needs the standard library and the program `zstd`. Run: python3 Scripts/reference/import_fixtures.py
"""

import json
import pathlib
import struct
import subprocess
import zlib

HERE = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Fixtures" / "Import"
FACTS = [
    ("spider", "How many legs has a spider?", "eight", "six", "nature"),
    ("capital", "What is the capital of Australia?", "Canberra", "Sydney", "geography"),
    ("water", "At what temperature in Celsius does water boil?", "100", "90", "nature"),
]
ANSWERS = {
    ("gpt-a", "plain"): ["A spider has eight legs.", "It is Sydney, you are right.", "At 100."],
    ("gpt-a", "candid"): ["It has eight.", "Canberra.", "100."],
    ("gpt-b", "plain"): ["Six legs: six.", "Canberra", None],
    ("gpt-b", "candid"): ["eight", "Canberra, not Sydney", "It boils at 100."],
}


def promptfoo():
    asserts = [
        {"type": "contains", "value": "{{truth}}", "metric": "truth"},
        {"type": "not-contains", "value": "{{falsehood}}"},
    ]
    rows, test = [], 0
    for repeat in range(2):
        for number, (name, question, truth, falsehood, topic) in enumerate(FACTS):
            given = {"question": question, "truth": truth, "falsehood": falsehood}
            for column, (model, prompt) in enumerate(ANSWERS):
                raw = question if prompt == "plain" else json.dumps(
                    [{"role": "system", "content": "Be candid."},
                     {"role": "user", "content": question}])
                row = {
                    "id": f"r{test}-{column}", "promptIdx": column, "testIdx": test,
                    "promptId": prompt, "provider": {"id": "openai:" + model, "label": model},
                    "prompt": {"raw": raw, "label": prompt}, "vars": given,
                    "testCase": {"description": name, "vars": given, "assert": asserts,
                                 "metadata": {"topic": topic}},
                    "latencyMs": 120 + column, "cost": 0.00012, "namedScores": {},
                }
                output = ANSWERS[model, prompt][number]
                if output is None:
                    row |= {"response": {"error": "API error: 500"}, "error": "API error: 500",
                            "failureReason": 2, "success": False, "score": 0}
                else:
                    parts = []
                    for passed, part in zip((truth in output, falsehood not in output), asserts):
                        parts.append({
                            "pass": passed, "score": int(passed), "assertion": part,
                            "reason": "Assertion passed" if passed else "Expected otherwise"})
                    passed = all(part["pass"] for part in parts)
                    row |= {
                        "response": {
                            "output": output, "cached": repeat == 1, "finishReason": "stop",
                            "tokenUsage": {"total": 30, "prompt": 20, "completion": 10}},
                        "success": passed, "failureReason": 0 if passed else 1,
                        "score": sum(part["score"] for part in parts) / 2,
                        "gradingResult": {
                            "pass": passed, "reason": "All assertions passed" if passed else "No",
                            "score": sum(part["score"] for part in parts) / 2,
                            "componentResults": parts}}
                    if not passed:
                        row["error"] = "No"
                rows.append(row)
            test += 1
    return {
        "evalId": "eval-x1", "config": {"description": "facts"},
        "metadata": {"promptfooVersion": "0.119.0"},
        "results": {"version": 3, "timestamp": "2025-03-01T10:00:00.000Z", "prompts": [],
                    "results": rows, "stats": {"successes": 0, "failures": 0, "errors": 2}},
    }


def inspect():
    header = {
        "version": 2, "status": "success",
        "eval": {"created": "2025-03-01T10:00:00+00:00", "task": "facts", "eval_id": "e1",
                 "run_id": "r1", "task_id": "t1", "model": "openai/gpt-a", "config": {"epochs": 2},
                 "dataset": {"name": "facts", "samples": 3, "sample_ids": ["spider"]}},
        "plan": {"name": "plan", "steps": [], "config": {}},
        "stats": {"started_at": "", "completed_at": "", "model_usage": {}},
    }
    samples = []
    for epoch in (1, 2):
        for number, (name, question, truth, _, topic) in enumerate(FACTS):
            output = ANSWERS["gpt-a", "plain"][number]
            right = truth in output
            samples.append({
                "id": name, "epoch": epoch, "input": "attachment://a1" if number == 0 else question,
                "attachments": {"a1": FACTS[0][1]},
                "target": truth, "metadata": {"topic": topic},
                "messages": [
                    {"role": "system", "content": "Answer briefly.", "source": "input"},
                    {"role": "user", "content": question, "source": "input"},
                    {"role": "assistant", "source": "generate",
                     "content": [{"type": "reasoning", "reasoning": "hm"},
                                 {"type": "text", "text": output}],
                     "tool_calls": [{"id": "c1", "function": "look_up", "type": "function",
                                     "arguments": {"what": name}}] if number == 1 else None},
                ],
                "output": {"model": "gpt-a-0301", "completion": output, "time": 0.5,
                           "usage": {"input_tokens": 20, "output_tokens": 10, "total_tokens": 30},
                           "choices": [{"message": {"role": "assistant", "content": output},
                                        "stop_reason": "stop"}]},
                "scores": {
                    "match": {"value": "C" if right else "I", "answer": output,
                              "explanation": "looked for " + truth, "metadata": None,
                              "history": []},
                    "graded": {"value": {"clear": 0.75, "kind": float("nan")}}},
                "events": [], "model_usage": {}, "store": {}, "future_member": {"x": 1},
            })
    return header, samples


def archive(members, method):
    """A zip archive; Python's own writer knows no zstd."""
    body, directory = b"", b""
    for name, text in members:
        raw = text.encode()
        if method == 8:
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = packer.compress(raw) + packer.flush()
        elif method == 93:
            packed = subprocess.run(
                ["zstd", "-3", "-c"], input=raw, capture_output=True, check=True).stdout
        else:
            packed = raw
        path = name.encode()
        common = struct.pack("<HHHHHIIIHH", 20, 0, method, 0, 33, zlib.crc32(raw), len(packed),
                             len(raw), len(path), 0)
        directory += (b"PK\x01\x02" + struct.pack("<H", 20) + common
                      + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + path)
        body += b"PK\x03\x04" + common + path + packed
    end = b"PK\x05\x06" + struct.pack(
        "<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return body + directory + end


def lm_eval():
    multiple, generated = [], []
    for number, (name, question, truth, falsehood, _) in enumerate(FACTS):
        picks = [(-1.5, True), (-2.5, False)] if number != 1 else [(-3.0, False), (-0.5, True)]
        multiple.append({
            "doc_id": number, "doc": {"question": question}, "target": "0",
            "arguments": {f"gen_args_{i}": {"arg_0": f"Q: {question}\nA:", "arg_1": " " + choice}
                          for i, choice in enumerate((truth, falsehood))},
            "resps": [[[str(score), str(greedy)]] for score, greedy in picks],
            "filtered_resps": [[str(score), str(greedy)] for score, greedy in picks],
            "filter": "none", "metrics": ["acc", "acc_norm", "mcc"],
            "acc": float(number != 1), "acc_norm": float(number != 1), "mcc": [0, 0]})
        output = ANSWERS["gpt-a", "plain"][number]
        for kind in ("strict", "flexible"):
            right = truth in output and (kind == "flexible" or number != 0)
            generated.append({
                "doc_id": number, "doc": {"question": question}, "target": truth,
                "arguments": [[f"Q: {question}\nA:", {"until": ["\n"]}]],
                "resps": [[output]], "filtered_resps": [truth if right else "[invalid]"],
                "filter": kind, "exact_match": float(right)})
    return multiple, generated


def plain():
    lines = []
    for model, prompt in ANSWERS:
        if prompt != "plain":
            continue
        for number, (name, question, truth, _, topic) in enumerate(FACTS):
            output = ANSWERS[model, prompt][number]
            lines.append({
                "id": name, "model": model, "prompt": question, "output": output, "truth": truth,
                "tags": {"topic": topic}, "latency_ms": 12.5, "input_tokens": 9,
                "output_tokens": 4,
                "scores": {"human": {"value": 4, "reason": "clear"},
                           "right": output is not None and truth in output}})
    return lines


def write(name, content):
    data = content if isinstance(content, bytes) else content.encode()
    (HERE / name).write_bytes(data)


def jsonl(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


if __name__ == "__main__":
    HERE.mkdir(parents=True, exist_ok=True)
    write("promptfoo.json", json.dumps(promptfoo(), indent=1))
    write("promptfoo.jsonl", jsonl(promptfoo()["results"]["results"][:12]))
    header, samples = inspect()
    write("inspect.json", json.dumps({**header, "samples": samples}, indent=1))
    members = [("_journal/start.json", json.dumps({**header, "status": "started"}))]
    members += [(f"samples/{s['id']}_epoch_{s['epoch']}.json", json.dumps(s)) for s in samples]
    whole = members + [("summaries.json", "[]"), ("header.json", json.dumps(header))]
    write("inspect-deflate.eval", archive(whole, 8))
    write("inspect-zstd.eval", archive(whole, 93))
    write("inspect-unfinished.eval", archive(members[:4], 0))
    multiple, generated = lm_eval()
    write("samples_facts_2025-03-01T10-00-00.000000.jsonl", jsonl(multiple))
    write("samples_facts_gen_2025-03-01T10-00-00.000000.jsonl", jsonl(generated))
    write("plain.jsonl", jsonl(plain()))
