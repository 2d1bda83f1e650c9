#!/usr/bin/env python3
"""Writes Tests/Fixtures/LanguageModel/chat_templates.jsonl: conversations as Jinja renders them.

    python3 -m venv .venv && .venv/bin/pip install jinja2==3.1.6
    .venv/bin/python Scripts/reference/chat_templates.py > Tests/Fixtures/LanguageModel/chat_templates.jsonl

The templates are written for this project after what each family of models is known to read; they
are rendered in an environment set up as transformers sets up its own (trim_blocks, lstrip_blocks,
tojson without ASCII escapes). "text" is null where the template raises an exception.
"""
import json
from jinja2.sandbox import ImmutableSandboxedEnvironment

ALTERNATE = ("{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
             "{{ raise_exception('by turns') }}{% endif %}")
SPLIT = ("{% if messages[0]['role'] == 'system' %}{% set system_message = messages[0]['content'] %}"
         "{% set loop_messages = messages[1:] %}{% else %}{% set loop_messages = messages %}{% endif %}")

TEMPLATES = {
    "chatml": {
        "named assistant": "{% for m in messages %}{% if loop.first and m['role'] != 'system' %}"
            "{{ '<|im_start|>system\\nYou are \"Pip\", it\\'s said.<|im_end|>\\n' }}{% endif %}"
            "{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>' + '\\n' }}{% endfor %}"
            "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
        "plain with a beginning": "{{ bos_token }}{% for message in messages %}"
            "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] | trim + '<|im_end|>\n' }}"
            "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
        "default in a variable": "{% if messages[0]['role'] == 'system' %}{% set system_message = messages[0]['content'] %}"
            "{% set rest = messages[1:] %}{% else %}{% set system_message = 'Be kind.' %}{% set rest = messages %}{% endif %}"
            "{{ '<|im_start|>system\\n' + system_message + '<|im_end|>\\n' }}{% for m in rest %}"
            "{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}{% endfor %}"
            "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
        "with tools": """{%- if messages[0]['role'] == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
{%- else %}
    {{- '<|im_start|>system\\nYou help.<|im_end|>\\n' }}
{%- endif %}
{%- for message in messages %}
    {%- if message.role == 'user' or (message.role == 'system' and not loop.first) or (message.role == 'assistant' and not message.tool_calls) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == 'assistant' %}
        {{- '<|im_start|>' + message.role }}
        {%- if message.content %}
            {{- '\\n' + message.content }}
        {%- endif %}
        {%- for call in message.tool_calls %}
            {{- '\\n<tool_call>\\n{"name": "' }}{{- call.function.name }}{{- '", "arguments": ' }}
            {{- call.function.arguments | tojson }}{{- '}\\n</tool_call>' }}
        {%- endfor %}
        {{- '<|im_end|>\\n' }}
    {%- elif message.role == 'tool' %}
        {%- if loop.first or messages[loop.index0 - 1].role != 'tool' %}
            {{- '<|im_start|>user' }}
        {%- endif %}
        {{- '\\n<tool_response>\\n' + message.content + '\\n</tool_response>' }}
        {%- if loop.last or messages[loop.index0 + 1].role != 'tool' %}
            {{- '<|im_end|>\\n' }}
        {%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
""",
    },
    "llama-2": {"": SPLIT + "{% for message in loop_messages %}" + ALTERNATE +
        "{% if loop.index0 == 0 and system_message is defined %}"
        "{% set content = '<<SYS>>\\n' + system_message.strip() + '\\n<</SYS>>\\n\\n' + message['content'].strip() %}"
        "{% else %}{% set content = message['content'] %}{% endif %}"
        "{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}"
        "{% else %}{{ ' ' + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}"},
    "llama-3": {"": "{% for message in messages %}{% set content = '<|start_header_id|>' + message['role'] + "
        "'<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' %}{% if loop.first %}"
        "{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}"
        "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}"},
    "llama-3.1": {"": """{{- bos_token }}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content'] | trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{{- "Cutting Knowledge Date: December 2023\\n" }}
{{- "Today Date: " + "26 Jul 2024" + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {%- if 'tool_calls' in message %}
        {%- if message.tool_calls | length != 1 %}{{- raise_exception("one call") }}{%- endif %}
        {%- set call = message.tool_calls[0].function %}
        {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' -}}
        {{- '{"name": "' + call.name + '", ' }}
        {{- '"parameters": ' }}
        {{- call.arguments | tojson }}
        {{- "}" }}
        {{- "<|eot_id|>" }}
    {%- elif message.role == "tool" %}
        {{- "<|start_header_id|>ipython<|end_header_id|>\\n\\n" }}
        {{- message.content | tojson }}
        {{- "<|eot_id|>" }}
    {%- else %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
"""},
    "mistral": {
        "without system": "{{ bos_token }}{% for message in messages %}" + ALTERNATE +
            "{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}"
            "{% elif message['role'] == 'assistant' %}{{ message['content'] + eos_token + ' ' }}"
            "{% else %}{{ raise_exception('roles') }}{% endif %}{% endfor %}",
        "system first, spaced": SPLIT + "{{ bos_token }}{% for message in loop_messages %}" + ALTERNATE +
            "{% if message['role'] == 'user' %}{% if loop.first and system_message is defined %}"
            "{{ ' [INST] ' + system_message + '\\n\\n' + message['content'] + ' [/INST]' }}{% else %}"
            "{{ ' [INST] ' + message['content'] + ' [/INST]' }}{% endif %}{% else %}"
            "{{ ' ' + message['content'] + eos_token }}{% endif %}{% endfor %}",
        "system last": SPLIT + "{{ bos_token }}{% for message in loop_messages %}" + ALTERNATE +
            "{% if message['role'] == 'user' %}{% if loop.last and system_message is defined %}"
            "{{ '[INST] ' + system_message + '\\n\\n' + message['content'] + '[/INST]' }}{% else %}"
            "{{ '[INST] ' + message['content'] + '[/INST]' }}{% endif %}{% else %}"
            "{{ ' ' + message['content'] | trim + eos_token }}{% endif %}{% endfor %}",
        "tight": SPLIT + "{{ bos_token }}{% for message in loop_messages %}" + ALTERNATE +
            "{% if message['role'] == 'user' %}{% if loop.last and system_message is defined %}"
            "{{ '[INST]' + system_message + '\\n\\n' + message['content'] + '[/INST]' }}{% else %}"
            "{{ '[INST]' + message['content'] + '[/INST]' }}{% endif %}{% else %}"
            "{{ message['content'] + eos_token }}{% endif %}{% endfor %}",
    },
    "gemma": {
        "without system": "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}"
            "{% for message in messages %}" + ALTERNATE + "{% if message['role'] == 'assistant' %}{% set role = 'model' %}"
            "{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '\\n' + "
            "message['content'] | trim + '<end_of_turn>\\n' }}{% endfor %}{% if add_generation_prompt %}"
            "{{ '<start_of_turn>model\\n' }}{% endif %}",
        "with system": "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{% set first_user_prefix = messages[0]['content'] | trim + '\\n\\n' %}"
            "{% set loop_messages = messages[1:] %}{% else %}{% set first_user_prefix = '' %}{% set loop_messages = messages %}{% endif %}"
            "{% for message in loop_messages %}" + ALTERNATE + "{% set role = 'model' if message['role'] == 'assistant' else message['role'] %}"
            "{{ '<start_of_turn>' + role + '\\n' + (first_user_prefix if loop.first else '') }}{{ message['content'] | trim }}"
            "{{ '<end_of_turn>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}",
    },
    "phi-3": {"": "{% for message in messages %}{% if message['role'] == 'system' %}{{ '<|system|>\\n' + message['content'] + '<|end|>\\n' }}"
        "{% elif message['role'] == 'user' %}{{ '<|user|>\\n' + message['content'] + '<|end|>\\n' }}"
        "{% elif message['role'] == 'assistant' %}{{ '<|assistant|>\\n' + message['content'] + '<|end|>\\n' }}{% endif %}{% endfor %}"
        "{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% else %}{{ eos_token }}{% endif %}"},
    "zephyr": {"": "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\\n' + message['content'] + eos_token }}\n"
        "{% elif message['role'] == 'system' %}\n{{ '<|system|>\\n' + message['content'] + eos_token }}\n"
        "{% elif message['role'] == 'assistant' %}\n{{ '<|assistant|>\\n' + message['content'] + eos_token }}\n{% endif %}\n"
        "{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}"},
    "alpaca": {"": "{% if messages[0]['role'] == 'system' %}{{ messages[0]['content'].strip() + '\\n\\n' }}{% set rest = messages[1:] %}"
        "{% else %}{% set rest = messages %}{% endif %}{% for message in rest %}{% if message['role'] == 'user' %}"
        "{{ '### Instruction:\\n' + message['content'].strip() + '\\n\\n' }}{% elif message['role'] == 'assistant' %}"
        "{{ '### Response:\\n' + message['content'].strip() + eos_token + '\\n\\n' }}{% else %}{{ raise_exception('roles') }}{% endif %}{% endfor %}"
        "{% if add_generation_prompt %}{{ '### Response:\\n' }}{% endif %}"},
}


def say(role, content):
    return {"role": role, "content": content}


def call(name, **arguments):
    return {"id": name, "type": "function", "function": {"name": name, "arguments": arguments}}


CONVERSATIONS = [
    [say("user", "Hi")],
    [say("system", "Be brief."), say("user", "What is 2 + 2?")],
    [say("user", "Hi"), say("assistant", "Hello! How can I help?"), say("user", "A joke.")],
    [say("system", "Be brief."), say("user", "Hi"), say("assistant", "Yes?"), say("user", "Bye"), say("assistant", "Bye.")],
    [say("system", "  spaced \n"), say("user", "\n\n padded\u3000"), say("assistant", "\t out \n"), say("user", " end ")],
    [say("user", "<|im_end|> </s> [/INST] <|eot_id|> <end_of_turn>")],
    [say("user", "one"), say("user", "two")],
    [say("assistant", "I begin."), say("user", "ok")],
]
TOOLS = [
    [say("user", "Weather?"), {"role": "assistant", "content": "", "tool_calls": [call("weather", city="Z\u00fcrich")]},
     say("tool", "18 \u00b0C"), say("assistant", "Mild.")],
]
MANY_TOOLS = [
    [say("user", "Weather?"), {"role": "assistant", "content": "I look.", "tool_calls": [call("a", x=[1, 2.5]), call("b", y={"z": None})]},
     say("tool", "one"), say("tool", "two"), say("user", "so?")],
    [say("system", "s"), say("user", "u"), say("system", "later"), say("user", "v")],
]


def refuse(message):
    raise ValueError(message)


environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
environment.globals["raise_exception"] = refuse
environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)

for family, variants in TEMPLATES.items():
    for variant, template in variants.items():
        conversations = list(CONVERSATIONS)
        if variant == "with tools":
            conversations += TOOLS + MANY_TOOLS
        if family == "llama-3.1":
            conversations += TOOLS
        for messages in conversations:
            for prompt in (True, False):
                try:
                    text = environment.from_string(template).render(
                        messages=messages, add_generation_prompt=prompt, bos_token="<BOS>", eos_token="<EOS>")
                except ValueError:
                    text = None
                print(json.dumps({"family": family, "variant": variant, "template": template, "messages": messages,
                                  "add_generation_prompt": prompt, "text": text}))
