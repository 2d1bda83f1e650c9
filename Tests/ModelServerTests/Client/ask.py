"""Asks a running server through the PyPI package openai, and checks what comes back."""

import sys

import openai

base, key = sys.argv[1:3]
client = openai.OpenAI(base_url=base, api_key=key, max_retries=0, timeout=60)
messages = [{"role": "user", "content": "What is the capital of France? Answer briefly."}]
common = dict(model="smollm2", messages=messages, temperature=0, max_tokens=24, seed=5)

assert [m.id for m in client.models.list()] == ["smollm2"]

whole = client.chat.completions.create(logprobs=True, top_logprobs=2, n=2, **common)
assert "Paris" in whole.choices[0].message.content, whole
assert whole.choices[0].message.content == whole.choices[1].message.content
assert whole.choices[0].finish_reason in ("stop", "length")
shown = whole.choices[0].logprobs.content
assert all(t.logprob <= 0 and len(t.top_logprobs) == 2 for t in shown)
assert bytes(b for t in shown for b in t.bytes).decode() == whole.choices[0].message.content
assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens

text, usage = "", None
with client.chat.completions.create(
    stream=True, stream_options={"include_usage": True}, **common
) as stream:
    for chunk in stream:
        usage = chunk.usage or usage
        for choice in chunk.choices:
            text += choice.delta.content or ""
assert text == whole.choices[0].message.content, text
assert usage.prompt_tokens == whole.usage.prompt_tokens

scored = client.completions.create(
    model="smollm2", prompt="The capital of France is Paris", echo=True, logprobs=1, max_tokens=0
)
logprobs = scored.choices[0].logprobs
assert "".join(logprobs.tokens) == "The capital of France is Paris"
assert logprobs.token_logprobs[0] is None and all(p < 0 for p in logprobs.token_logprobs[1:])

many = client.completions.create(
    model="smollm2", prompt=["One, two,", "A, B,"], max_tokens=4, temperature=0, stop=["\n"]
)
assert [c.index for c in many.choices] == [0, 1] and all(c.text for c in many.choices)

for wrong, error in [
    (dict(model="other"), openai.NotFoundError),
    (dict(temperature=-1), openai.BadRequestError),
    (dict(tools=[{"type": "function", "function": {"name": "f"}}]), openai.BadRequestError),
]:
    try:
        client.chat.completions.create(**{**common, **wrong})
    except error as failure:
        assert failure.body["message"], failure
    else:
        sys.exit(f"{wrong} was not refused")
try:
    openai.OpenAI(base_url=base, api_key="wrong", max_retries=0).models.list()
except openai.AuthenticationError:
    pass
else:
    sys.exit("a wrong key was not refused")
print("openai", openai.__version__, "talks to the server")
