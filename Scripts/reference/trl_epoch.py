#!/usr/bin/env python3
"""Writes Tests/Fixtures/Training/trl_epoch.json: one epoch of DPO by TRL on the embedded model.

    python3 -m venv .venv && .venv/bin/pip install torch transformers==5.23.0 peft==0.21.2 trl==1.16.0 gguf
    .venv/bin/python Scripts/reference/trl_epoch.py MODEL.gguf Tests/Fixtures/Training/trl_epoch.json

With --own-adapter PEFT's own start stays, as a trainer has it that nobody compares step by step.

LoRA r = 8, alpha 16 on all linear layers, from an adapter that a formula states, so that another
program can begin at the same numbers; beta 0.1, batch 4, 1e-4 falling in a line to 0, clip 1.
"""
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import sys

import torch
import trl
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoTokenizer
from trl import DPOConfig, DPOTrainer

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MODULES = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
FORMULA = ("A[i][j] = sin(1 + 0.7*i + 0.13*j + 0.37*m) / sqrt(inputs), m = 7*layer + the module's "
           "place in q, k, v, o, gate, up, down; B = 0")


def rows(name):
    path = ROOT / "Tests/Fixtures/Training" / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main():
    loader = importlib.machinery.SourceFileLoader("check_peft", str(ROOT / "Scripts/check-peft"))
    check = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_peft", loader))
    loader.exec_module(check)
    path = os.path.abspath(sys.argv[1])
    tokenizer = AutoTokenizer.from_pretrained(os.path.dirname(path),
                                              gguf_file=os.path.basename(path))
    train, held = rows("pairs.jsonl"), rows("pairs_held_out.jsonl")
    trainer = DPOTrainer(
        model=check.base_model(path),
        args=DPOConfig(
            output_dir="trl-epoch", per_device_train_batch_size=4, per_device_eval_batch_size=4,
            num_train_epochs=1, learning_rate=1e-4, lr_scheduler_type="linear", beta=0.1,
            logging_steps=1, report_to=[], save_strategy="no", seed=42, bf16=False, use_cpu=True,
            gradient_checkpointing=False, disable_tqdm=True),
        train_dataset=Dataset.from_list(train), eval_dataset=Dataset.from_list(held),
        processing_class=tokenizer,
        peft_config=LoraConfig(r=8, lora_alpha=16, target_modules="all-linear",
                               task_type="CAUSAL_LM"))
    for name, parameter in trainer.model.named_parameters():
        if "lora_A" in name and "--own-adapter" not in sys.argv:
            parts = name.split(".")
            layer = int(parts[parts.index("layers") + 1])
            m = 7 * layer + MODULES.index(parts[parts.index("lora_A") - 1])
            rank, inputs = parameter.shape
            i = torch.arange(rank, dtype=torch.float64)[:, None]
            j = torch.arange(inputs, dtype=torch.float64)[None]
            values = torch.sin(1 + 0.7 * i + 0.13 * j + 0.37 * m) / inputs ** 0.5
            parameter.data.copy_(values.float())
    places = {}
    for index, row in enumerate(train):
        ids = (tokenizer(row[k], add_special_tokens=False)["input_ids"] for k in
               ("prompt", "chosen"))
        places[tuple(sum(ids, []))] = index
    order, collate = [], trainer.data_collator

    def recording(features):
        order.append([places.get(tuple(list(f["prompt_ids"]) + list(f["chosen_ids"])))
                      for f in features])
        return collate(features)

    trainer.data_collator = recording
    trainer.train()
    measured = trainer.evaluate()
    keys = {"loss": "loss", "grad_norm": "gradient_norm", "rewards/margins": "margin",
            "rewards/accuracies": "accuracy", "logps/chosen": "logp_chosen",
            "logps/rejected": "logp_rejected"}
    steps = [{ours: entry[theirs] for theirs, ours in keys.items()}
             for entry in trainer.state.log_history if "rewards/margins" in entry]
    document = {
        "setup": __doc__.split("\n\n")[3].strip().replace("\n", " ") + f" TRL {trl.__version__}.",
        "adapter": FORMULA, "order": order[:len(train) // 4], "steps": steps,
        "held_out": {"loss": measured["eval_loss"], "margin": measured["eval_rewards/margins"],
                     "accuracy": measured["eval_rewards/accuracies"]}}
    pathlib.Path(sys.argv[2]).write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


main()
