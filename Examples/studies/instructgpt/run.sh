#!/bin/sh
# InstructGPT: fine-tuning, reward model, PPO; the same suite after each stage.
set -e
cd "$(dirname "$0")"
held=suites/films-held-out.yaml
conduct align sft recipes/sft.yaml
conduct eval suites/films.yaml --models smollm2+sft --epochs 16
conduct align pairs --from latest --scorer sentiment --by-value --per-case 8 --ended-only --out datasets/comparisons.jsonl
conduct eval $held --models smollm2+sft --epochs 4
conduct align pairs --from latest --scorer sentiment --by-value --per-case 2 --ended-only --out datasets/comparisons-held-out.jsonl
conduct align reward recipes/reward.yaml
conduct align ppo recipes/ppo.yaml
mkdir -p reports
conduct eval $held --models smollm2,smollm2+sft,smollm2+sft+ppo --epochs 4
conduct report latest --format markdown --samples 12 --output reports/stages.md
conduct runs export latest --output reports/stages.jsonl
for stage in sft reward ppo; do conduct align show $stage --json > reports/$stage.json; done
