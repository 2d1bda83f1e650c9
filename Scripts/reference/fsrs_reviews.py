#!/usr/bin/env python3
"""Writes Tests/Fixtures/Practice/fsrs.jsonl: reviews as py-fsrs schedules them.

    python3 -m venv .venv && .venv/bin/pip install fsrs==6.3.2
    .venv/bin/python Scripts/reference/fsrs_reviews.py > Tests/Fixtures/Practice/fsrs.jsonl

FSRS-6 with the package's default weights, learning steps of 1 and 10 minutes, one relearning step
of 10 minutes, retention 0.9, fuzz off. Version 6.3.2 reverts difficulty to the unclamped D0(Easy);
versions before clamped it, which gives other numbers: the variant is named on purpose.

One line for each sequence: the rating and the seconds since the review before, then after each
review state (learning, review, relearning), stability, difficulty, seconds until due, and the
retrievability one day and ten days later. The first two sequences are those of the package's own
tests (test_review_card, test_memo_state).
"""
import json
import random
import sys
from datetime import datetime, timedelta, timezone
from importlib.metadata import version

from fsrs import Card, Rating, Scheduler

assert version("fsrs") == "6.3.2", "this script is pinned to fsrs 6.3.2"
STATES = {1: "learning", 2: "review", 3: "relearning"}
START = datetime(2022, 11, 29, 12, 30, tzinfo=timezone.utc)


def play(name, ratings, gaps):
    """gaps[i]: seconds before review i; None waits until the card is due."""
    scheduler = Scheduler(enable_fuzzing=False)
    card, now, rows = Card(card_id=1, due=START), START, []
    for rating, gap in zip(ratings, gaps):
        before = now
        now = card.due if gap is None else now + timedelta(seconds=gap)
        card, _ = scheduler.review_card(card, Rating(rating), now)
        rows.append({
            "rating": rating, "after": int((now - before).total_seconds()),
            "state": STATES[int(card.state)], "stability": card.stability,
            "difficulty": card.difficulty, "due": int((card.due - now).total_seconds()),
            "r1": scheduler.get_card_retrievability(card, now + timedelta(days=1)),
            "r10": scheduler.get_card_retrievability(card, now + timedelta(days=10)),
        })
    json.dump({"name": name, "reviews": rows}, sys.stdout)
    print()


DAY = 86400
play("review_card", [3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3], [None] * 13)
play("memo_state", [1, 3, 3, 3, 3, 3, 3], [0] + [d * DAY for d in (0, 1, 3, 8, 21, 0)])
play("always easy", [4] * 8, [None] * 8)
play("always again", [1] * 8, [None] * 8)
play("hard steps", [2, 2, 3, 2, 2, 1, 2, 3], [None] * 8)
draw = random.Random(7)
for number in range(24):
    length = draw.randint(4, 16)
    ratings = [draw.choices([1, 2, 3, 4], [2, 2, 5, 1])[0] for _ in range(length)]
    gaps = [draw.choice([None, None, draw.randint(0, 3600), draw.randint(1, 60 * DAY)])
            for _ in range(length)]
    play(f"random {number}", ratings, gaps)
