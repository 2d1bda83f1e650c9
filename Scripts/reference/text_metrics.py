#!/usr/bin/env python3
"""Writes Tests/Fixtures/Scoring/{levenshtein,rouge,bleu,porter,words}.jsonl from reference programs.

Run from the repository's root in a virtual environment of its own:

    python3 -m venv .venv && .venv/bin/pip install rouge-score==0.1.2 nltk==3.10.4 \
        sacrebleu==2.6.0 RapidFuzz==3.14.6 uniseg==0.10.1
    .venv/bin/python Scripts/reference/text_metrics.py

The texts are made here, by a seeded generator or by hand, so the fixtures hold nobody's prose.
"""

import json
import pathlib
import random

from nltk.stem.porter import PorterStemmer
from rapidfuzz.distance import Levenshtein
from rouge_score import rouge_scorer
import sacrebleu
import uniseg
from uniseg.wordbreak import words as segments

OUT = pathlib.Path("Tests/Fixtures/Scoring")
RNG = random.Random(20260924)

ENGLISH = (
    "the a an of to and in that it is was for on with as his they at be this from have or by one "
    "had not but what all were when we there can said which do their if will each about how up "
    "out them then she many some so these would other into has more two like him see time could "
    "no make than first been its who now people my made over did down only way find use may water "
    "long little very after words called just where most know government running quickly cities "
    "happiness relational conditions national argument's e-mail U.S. 3.5 1,000 v2.0 state-of-the-art"
).split()
POOLS = {
    "ascii": [chr(c) for c in range(32, 127)],
    "latin": list("aàáâäãåæçèéêëìíîïñòóôöõøœùúûüýÿßŠžğışĳŁłøıİ  ,.;:!?"),
    "greek-cyrillic": list("αβγδεζηθικλμνξοπρσςτυφχψωабвгдежзийклмнопрстуфхцчшщъыьэюя  .,!"),
    "cjk": list("的一是不了人我在有他这中大来上国日本語漢字ひらがなカタカナー한국어말씀。、！「」 "),
    "indic-arabic": list("कखगघचछजझटठडढतथदधनपफबभमयरलवशषसहािीुूेैोौ्ंابتثجحخدذرزسشصضطظعغفقكلمنهوي٠١٢٣ ،؟"),
    "emoji": ["👩", "\u200d", "👧", "🏽", "🇩", "🇪", "😀", "❤", "\ufe0f", "e", "\u0301", "n", "\u0303", " "],
    "astral": ["𝒜", "𝔅", "𐍈", "𠜎", "𡃁", "🜁", "a", " "],
    "controls": ["\t", "\n", "\r", "\u0085", "\u2028", "\u00a0", "\u001c", "a", "b", "-", "."],
}


def scalars(pool, low, high):
    return "".join(RNG.choice(POOLS[pool]) for _ in range(RNG.randint(low, high)))


def sentence(low=3, high=18):
    words = [RNG.choice(ENGLISH) for _ in range(RNG.randint(low, high))]
    marks = [RNG.choice(["", "", "", "", ",", ";", ":", " (", ") ", "'s", "!", "...", "%"]) for _ in words]
    text = " ".join(w + m for w, m in zip(words, marks))
    return text + RNG.choice(["", ".", "?", " .", "!\"", "…"])


def shuffled(text):
    words = text.split(" ")
    for _ in range(RNG.randint(0, 4)):
        i = RNG.randrange(len(words))
        action = RNG.randrange(3)
        if action == 0:
            words[i] = RNG.choice(ENGLISH)
        elif action == 1:
            words.insert(i, RNG.choice(ENGLISH))
        elif len(words) > 1:
            del words[i]
    return " ".join(words)


def edited(text, pool):
    text = list(text)
    for _ in range(RNG.randint(0, 9)):
        i = RNG.randint(0, len(text))
        action = RNG.randrange(3)
        if action == 0:
            text.insert(i, RNG.choice(POOLS[pool]))
        elif i < len(text) and action == 1:
            text[i] = RNG.choice(POOLS[pool])
        elif i < len(text):
            del text[i]
    return "".join(text)


def write(name, rows):
    with open(OUT / name, "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(name, len(rows))


def levenshtein():
    pairs = [("", ""), ("", "abc"), ("kitten", "sitting"), ("e\u0301", "é"), ("straße", "strasse")]
    for pool in POOLS:
        for size in ((0, 8), (10, 62), (60, 70), (120, 200), (250, 420)):
            for _ in range(6):
                a = scalars(pool, *size)
                pairs.append((a, edited(a, pool)))
                pairs.append((a, scalars(pool, *size)))
    rows = []
    for a, b in pairs:
        rows.append({
            "a": a, "b": b, "distance": Levenshtein.distance(a, b),
            "similarity": Levenshtein.normalized_similarity(a, b),
        })
    write("levenshtein.jsonl", rows)


def rouge():
    kinds = ["rouge1", "rouge2", "rouge3", "rouge4", "rougeL", "rougeLsum"]
    plain = rouge_scorer.RougeScorer(kinds, use_stemmer=False)
    stemmed = rouge_scorer.RougeScorer(kinds, use_stemmer=True)
    pairs = [("", ""), ("a", ""), ("", "a"), ("The cat sat.", "the CAT sat"), ("\u212a İx", "k ix"),
             ("one two\nthree four", "three\n\none two four"), ("日本語", "日本語")]
    for _ in range(120):
        lines = [sentence() for _ in range(RNG.randint(1, 4))]
        other = [shuffled(RNG.choice(lines)) for _ in range(RNG.randint(1, 4))]
        pairs.append(("\n".join(lines), "\n".join(other)))
    for pool in POOLS:
        for _ in range(6):
            a = scalars(pool, 5, 80)
            pairs.append((a, edited(a, pool)))
    rows = []
    for reference, output in pairs:
        row = {"reference": reference, "output": output}
        for label, scorer in (("plain", plain), ("stemmed", stemmed)):
            scores = scorer.score(reference, output)
            row[label] = {k: [scores[k].precision, scores[k].recall, scores[k].fmeasure] for k in kinds}
        rows.append(row)
    write("rouge.jsonl", rows)


def bleu():
    cases = [("", ["a b"]), ("a", [""]), ("the cat", ["the cat"]), ("&quot;x&quot; &amp;lt; y", ["\"x\" < y"]),
             ("a-\nb 3-4 <skipped>c", ["ab 3 - 4 c"]), ("1,000.5, and .5", ["1,000.5 , and .5"]),
             ("end-\n", ["end -"]), ("x..y,,z", ["x . . y , , z"]), ("e\u0301", ["é"])]
    for _ in range(160):
        source = sentence(1, 25)
        cases.append((shuffled(source), [shuffled(source) for _ in range(RNG.randint(1, 3))]))
    for pool in POOLS:
        for _ in range(8):
            a = scalars(pool, 4, 90)
            cases.append((edited(a, pool), [edited(a, pool) for _ in range(RNG.randint(1, 2))]))
    rows = []
    for output, references in cases:
        score = sacrebleu.sentence_bleu(output, references)
        rows.append({
            "output": output, "references": references, "score": score.score,
            "counts": score.counts, "totals": score.totals,
            "length": score.sys_len, "reference_length": score.ref_len,
        })
    outputs = [o for o, r in cases if len(r) == 1]
    references = [r[0] for o, r in cases if len(r) == 1]
    corpus = sacrebleu.corpus_bleu(outputs, [references])
    rows.append({"corpus": corpus.score, "outputs": outputs, "references": references})
    write("bleu.jsonl", rows)


def porter():
    stemmer = PorterStemmer()
    starts = ["rel", "cond", "happ", "tro", "sk", "fl", "comput", "gener", "hop", "hopp", "fil", "fall",
              "hiss", "fizz", "tann", "conflat", "troubl", "siz", "agre", "fe", "plaster", "mot", "vietnam",
              "activ", "adopt", "act", "rat", "ceas", "contr", "roll", "geo", "theo", "archaeolo", "ap",
              "electr", "formal", "sens", "radic", "differ", "vile", "analog", "oper", "feud", "decis",
              "call", "y", "syzyg", "enj", "spr", "by", "ox", "wax", "d", "t", "l", "pr", "univers", "iw"]
    ends = ["", "s", "es", "ies", "ied", "ss", "sses", "eed", "ed", "ing", "y", "ly", "ational", "tional",
            "enci", "anci", "izer", "bli", "abli", "alli", "entli", "eli", "ousli", "ization", "ation",
            "ator", "alism", "iveness", "fulness", "ousness", "aliti", "iviti", "biliti", "fulli", "logi",
            "icate", "ative", "alize", "iciti", "ical", "ful", "ness", "al", "ance", "ence", "er", "ic",
            "able", "ible", "ant", "ement", "ment", "ent", "sion", "tion", "ion", "ou", "ism", "ate", "iti",
            "ous", "ive", "ize", "e", "ll", "lle", "yed", "ying", "ally", "ingly", "logy", "2"]
    words = sorted({a + b for a in starts for b in ends if a + b})
    words += ["sky", "skies", "dying", "lying", "tying", "news", "innings", "inning", "outings", "outing",
              "cannings", "canning", "howe", "proceed", "exceed", "succeed", "a", "is", "yyy", "yyyy"]
    write("porter.jsonl", [{"word": w, "stem": stemmer.stem(w)} for w in words])


def words():
    texts = ["", "can't stop", "3.14 and 1,000.5", "a.b. c", "foo_bar __ _x_", "naïve café", "e\u0301te\u0301",
             "日本語です", "カタカナ・テスト", "שלום צה״ל ב'", "don’t “quote” it", "U.S.A. e-mail a:b", "3_000 1;2 x,y",
             "٣٫١٤ ١٬٠٠٠", "👩‍👧 family 🇩🇪", "O'Neil's", "…—", "100% sure", "http://example.org/a?b=c", "ﬁne",
             "А. С. Пушкин", "l’été", "한국어 문장", "Zürich-West", "x\u200dy", "a\u00adb", "a\u200bb"]
    for pool in POOLS:
        for _ in range(25):
            texts.append(scalars(pool, 1, 40))
    for _ in range(60):
        texts.append(sentence())
    rows = []
    for text in texts:
        found = [s for s in segments(text) if any(c.isalnum() for c in s)]
        rows.append({"text": text, "words": found})
    write("words.jsonl", rows)


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    levenshtein()
    rouge()
    bleu()
    porter()
    words()
    print("uniseg", uniseg.__version__ if hasattr(uniseg, "__version__") else "0.10.1")
