#!/bin/sh
# DPO's controlled sentiment: reward against exact KL of DPO, PPO and preferred-FT.
# Stopped at any place, it goes on from there. --full takes hours.
set -e
cd "$(dirname "$0")"
name=sentiment
[ "$1" = --full ] && name=sentiment-full
if [ ! -s datasets/pairs.jsonl ]; then
    conduct eval suites/films.yaml --epochs 20
    conduct align pairs --from latest --scorer sentiment --by-value --per-case 4 --ended-only --out datasets/pairs.jsonl
fi
conduct align frontier frontiers/$name.yaml --lock
conduct align frontier frontiers/$name.yaml --out reports/$name
