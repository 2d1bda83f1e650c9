#!/bin/sh
# Learning from human preferences: what a well-chosen question is worth.
set -e
cd "$(dirname "$0")"
if [ ! -s datasets/pairs.jsonl ]; then
    conduct eval suites/films.yaml --epochs 8
    conduct align pairs --from latest --scorer sentiment --by-value --per-case 4 --out datasets/pairs.jsonl
fi
conduct align queries datasets/pairs.jsonl --labels 16,32,48,64,96,128,160 --seeds 20 --members 5 --noise 0.1 --out reports
