#!/usr/bin/env python3
"""Writes Tests/Fixtures/LanguageModel/pieces.jsonl: how Hugging Face's `tokenizers` splits and
encodes hard text under each set of splitting rules, with the embedded model's vocabulary.

    python3 -m venv .venv && .venv/bin/pip install tokenizers==0.22.1 gguf==0.19.0
    .venv/bin/python Scripts/reference/pretokenizers.py MODEL.gguf > Tests/Fixtures/LanguageModel/pieces.jsonl

Each line: the rules' name, a text, its pieces and its token ids. The rules are those of the models'
own tokenizer.json files; llama-bpe takes a piece that is a token whole (ignore_merges).
"""
import json, random, sys
from gguf import GGUFReader
from tokenizers import Regex, Tokenizer, models, pre_tokenizers as pre

fields = GGUFReader(sys.argv[1]).fields
tokens = fields["tokenizer.ggml.tokens"].contents()
kinds = fields["tokenizer.ggml.token_type"].contents()
merges = [tuple(m.split(" ")) for m in fields["tokenizer.ggml.merges"].contents()]
vocabulary = {token: i for i, token in enumerate(tokens) if kinds[i] == 1}


def llama3(digits):
    return Regex(r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}" + digits
                 + r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")


byte_level = pre.ByteLevel(add_prefix_space=False, use_regex=False)
gpt2 = pre.ByteLevel(add_prefix_space=False, use_regex=True)
RULES = {
    "gpt-2": gpt2,
    "smollm": pre.Sequence([pre.Digits(individual_digits=True), gpt2]),
    "llama-bpe": pre.Sequence([pre.Split(llama3("{1,3}"), "isolated"), byte_level]),
    "qwen2": pre.Sequence([pre.Split(llama3(""), "isolated"), byte_level]),
}

TEXTS = [
    "", " ", "  ", "   a", "a   ", "\n", "\r\n", "\n\n\na", " \n a", "a \n\n b", "\t\tx", "\u3000\u3000x",
    "don't can't we've I'LL You'Re it'S he'D 'tis 's' ''s 'sx 'll 'l 'L", "'\u017ft 'S\u017f", "'\u212a",
    "1234567", " 1 23  456   7890", "a1b22c333d4444", "\u00bd \u00b2\u00b3 \u2167 \u0967\u0968\u0969 \u4e00\u4e8c", "3.14, 1,000",
    "!!!\n\n??", " !\r\n\r\n x", "a!b!!c !d  !e", "(foo) [bar] {baz}", "#hash @at $1 %2 ^3 &4",
    "e\u0301te\u0301 \u0301x 1\u03012", "\u0e01\u0e33\u0e44\u0e17\u0e22", "\u4f60\u597d\uff0c\u4e16\u754c\uff012024\u5e74", "\u00a0x\u00a0\u00a0y\u2003z", "\u200bzw\ufeffbom",
    "x\u0085y\u2028z\u2029w\u180ev", "\x1c\x1d\x1e\x1f\x0b\x0c", "\U0001f469\u200d\U0001f469\u200d\U0001f467 ok", "\u05d0\u05d1\u05d2 \u0627\u0644\u0639", "_a__b_ -c--d",
    "http://a.b/c?d=1&e=2#f", "    def f():\n\treturn 1\n", "A'B'C", "x'", "'", "''", " '", " ' s", "\r", "\r\r", "a\rb",
    "x \r\n y", "\n 1", " \n1", "  1", "\t1", "\t!", " \t!", "!\t", "a\u0000b", "\ufffd\ufffd",
]
POOL = list("aZ'sStTrReElLdDmMvV") + [" "] * 8 + list("0129!?.,-_#\"") + [
    "\n", "\n", "\r", "\t", "\u00a0", "\u3000", "\u2003", "\u0085", "\u2028", "\u00e9", "e\u0301", "\u017f", "\u00df", "\u212a", "\u00bd",
    "\u2167", "\u0967", "\u4e2d", "\u3042", "\u5d0a", "\u0e01", "\u0301", "\u200d", "\U0001f680", "\u20ac", "\u01c5", "\u02b0", "\ufb01", "\U0001d518",
    "\U00020000", "ing", "the ", "    ", "tion"]
source = random.Random(7)
TEXTS += ["".join(source.choices(POOL, k=source.randint(1, 24))) for _ in range(300)]
TEXTS += ["".join(source.choices("abcdefgh", k=n)) for n in (39, 40, 41, 42, 100, 400)]
TEXTS += ["ab" * 60, "the" * 40, "=" * 200, "a" * 129, " " * 77 + "x", "\u4e2d" * 50]

for name, rules in RULES.items():
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, ignore_merges=name == "llama-bpe"))
    tokenizer.pre_tokenizer = rules
    for text in TEXTS:
        pieces = [text[a:b] for _, (a, b) in rules.pre_tokenize_str(text)]
        assert "".join(pieces) == text, (name, text, pieces)
        print(json.dumps({"rules": name, "text": text, "pieces": pieces,
                          "ids": tokenizer.encode(text).ids}))
