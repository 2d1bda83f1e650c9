#!/usr/bin/env python3
"""Writes Tests/Fixtures/Documents/templates.jsonl: templates, variables, and what Jinja makes of them.

    python3 -m venv .venv && .venv/bin/pip install jinja2==3.1.6
    .venv/bin/python Scripts/reference/jinja_cases.py > Tests/Fixtures/Documents/templates.jsonl

Each line: a template, its variables, and either the output or {"error": true} where Jinja refuses.
Undefined names are errors (StrictUndefined) and a final line feed stays. Where Conduct differs from
Jinja on purpose, the environment below is told so: truth values and none print as JSON words, lists
and mappings as JSON with sorted keys, and mappings are gone through by sorted key.
"""
import json, sys
import jinja2
assert jinja2.__version__ == "3.1.6", jinja2.__version__


def plain(value):
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    return value


env = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True,
                         newline_sequence="\n", finalize=plain)
env.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
env.filters["tojson"] = lambda v, indent=None: json.dumps(v, sort_keys=True, ensure_ascii=False, indent=indent)
V = {
    "name": "Ada", "empty": "", "n": 7, "neg": -7, "f": 2.5, "whole": 2.0, "t": True, "no": False,
    "nil": None, "xs": [3, 1, 2], "none_xs": [], "words": ["pear", "Apple", "fig", "apple"],
    "d": {"a": 1, "b": 2}, "deep": {"list": [{"k": "v1"}, {"k": "v2"}], "x": {"y": "z"}},
    "rows": [{"n": "a", "v": 2, "on": True}, {"n": "b", "v": 1, "on": False}, {"n": "c", "v": 3, "on": True}],
    "text": "The quick brown fox jumps over the lazy dog", "multi": "one\ntwo\n\nthree",
    "tricky": "{{ name }} {% if %} {# #}", "uni": "straße ÉCOLE ǆ", "pairs": [["x", 1], ["y", 2]],
    "spaced": "  padded\t\n",
}
T = """
plain text
Hello {{ name }}!
{{name}}
{{ name }}\\n
{{- name -}} x
a  {{- name }}  b
a {{ name -}}  b
a {#- c -#} b
a {# {{ nope }} #} b
{{ tricky }}
{% raw %}{{ x }}{% endraw %}
a {%- raw -%} {{ x }} {%- endraw -%} b
{{ d.a }}{{ d['b'] }}
{{ deep.list[0].k }} {{ deep.list[1]['k'] }} {{ deep.x.y }}
{{ xs[0] }}{{ xs[-1] }}
{{ xs[5] }}
{{ d.zz }}
{{ nope }}
{{ nope.a }}
{{ d.zz.y }}
{{ nope | default('x') }}
{{ d.zz | default('x') }}
{{ d.zz.y | default('x') }}
{{ empty | default('x') }}|{{ empty | default('x', true) }}
{{ nil | default('x') }}|{{ nil | default('x', boolean=true) }}
{{ nope | d }}
{{ nope is defined }} {{ name is defined }} {{ d.a is defined }} {{ d.q is undefined }}
{{ nope is not defined }}
{{ 1 + 2 * 3 }} {{ (1 + 2) * 3 }} {{ 7 / 2 }} {{ 4 / 2 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ 2 ** 10 }}
{{ 2 ** -1 }} {{ 2.0 ** 3 }} {{ 2 ** 3 ** 2 }} {{ -2 ** 2 }}
{{ 1 / 0 }}
{{ 1 // 0 }}
{{ 1 % 0 }}
{{ 7.5 // 2 }} {{ -7.5 % 2 }} {{ f * 2 }} {{ 0.1 + 0.2 }} {{ whole }}
{{ 1 ~ 2 }} {{ name ~ '!' ~ n }}
{{ 1 + 1 ~ 2 }} {{ 2 * 2 ~ 3 }}
{{ 'a' + 'b' }}
{{ 'a' + 1 }}
{{ [1] + [2] }}
{{ 1 == 1.0 }} {{ 1 == '1' }} {{ 'a' == 'a' }} {{ [1, 2] == [1, 2] }} {{ 1 != 2 }}
{{ 1 < 2 }} {{ 2 <= 2 }} {{ 'a' < 'b' }} {{ 'B' < 'a' }} {{ 3 > 2 }} {{ 3 >= 4 }}
{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 3 > 2 >= 2 }}
{{ 1 < 'a' }}
{{ 2 in xs }} {{ 9 in xs }} {{ 9 not in xs }} {{ 'a' in d }} {{ 'qui' in text }} {{ '' in text }}
{{ not true }} {{ not 0 }} {{ not 'a' }} {{ not xs }} {{ not none_xs }}
{{ true and 'x' }} {{ 0 and 'x' }} {{ 0 or 'x' }} {{ 'a' or 'x' }} {{ not 1 == 2 }}
{{ true or nope }} {{ false and nope }}
{{ nope and true }}
{{ nope or true }}
{{ not nope }}
{{ 'yes' if n > 5 else 'no' }} {{ 'yes' if n > 50 else 'no' }}
{{ 'yes' if n > 5 }}
{{ 'yes' if n > 50 }}
{{ 'a' if no else 'b' if no else 'c' }}
{% if n > 5 %}big{% endif %}
{% if n > 50 %}big{% elif n > 6 %}mid{% else %}small{% endif %}
{% if no %}a{% elif no %}b{% else %}c{% endif %}
{% if nope %}a{% endif %}
{% if nope is defined %}a{% else %}b{% endif %}
{% if xs %}some{% endif %}{% if none_xs %}none{% endif %}
{% for x in xs %}{{ x }},{% endfor %}
{% for x in xs %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }};{% endfor %}
{% for x in none_xs %}a{% else %}nothing{% endfor %}
{% for x in xs if x > 1 %}{{ x }}{{ loop.index }}{% endfor %}
{% for x in xs if x > 9 %}{{ x }}{% else %}none{% endfor %}
{% for k in d | dictsort %}{{ k }}{% endfor %}
{% for k, v in d | dictsort %}{{ k }}={{ v }};{% endfor %}
{% for k, v in pairs %}{{ k }}{{ v }}{% endfor %}
{% for k, v in xs %}{{ k }}{% endfor %}
{% for c in name %}{{ c }}-{% endfor %}
{% for x in n %}{{ x }}{% endfor %}
{% for x in nope %}{{ x }}{% endfor %}
{% for r in rows %}{% for x in xs %}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}
{% for x in range(3) %}{{ x }}{% endfor %}{% for x in range(1, 8, 3) %}{{ x }}{% endfor %}{% for x in range(3, 0, -1) %}{{ x }}{% endfor %}
{% for x in xs %}{{ loop.previtem is defined }}{{ loop.nextitem | default('-') }}{% endfor %}
{% for x in xs %}{{ loop.cycle('odd', 'even') }}{% endfor %}
{% for x in xs %}{% set y = x %}{% endfor %}{{ y is defined }}
{% set y = 1 %}{% for x in xs %}{% set y = x %}{{ y }}{% endfor %}{{ y }}
{% if true %}{% set y = 5 %}{% endif %}{{ y }}
{% set y = name | upper %}{{ y }}
{% set y %}a{{ n }}b{% endset %}{{ y | upper }}
{% set xs2 = xs + [9] %}{{ xs2 | join('-') }}
{%- if true -%}   a   {%- endif -%}
x\\n{% if true %}\\ny\\n{% endif %}\\nz
x\\n{%- if true %}\\ny\\n{%- endif %}\\nz
{% for x in xs -%}\\n  {{ x }}\\n{% endfor %}
{{ name | upper }} {{ name | lower }} {{ 'hELLO wORLD' | capitalize }} {{ 'hello big-world (a) it\\'s' | title }}
{{ uni | upper }}|{{ uni | lower }}|{{ uni | title }}
{{ spaced | trim }}| {{ 'xxaxx' | trim('x') }}
{{ xs | join }} {{ xs | join(', ') }} {{ rows | join(',', attribute='n') }} {{ words | join(d='/') }}
{{ xs | length }} {{ name | length }} {{ d | length }} {{ xs | count }} {{ 'é😀' | length }}
{{ xs | first }} {{ xs | last }} {{ name | first }}
{{ none_xs | first }}
{{ text | replace('quick', 'slow') }} {{ 'aaa' | replace('a', 'b', 2) }} {{ 'aXbX' | replace('X', '') }}
{{ 'abc' | replace(old='b', new='d') }}
{{ d | tojson }} {{ xs | tojson }} {{ name | tojson }} {{ nil | tojson }} {{ 'a"\\u00e9\\n' | tojson }}
{{ d | tojson(indent=2) }}
{{ f | round }} {{ 3.7 | round }} {{ 2.567 | round(2) }} {{ 2.1 | round(method='ceil') }} {{ 2.9 | round(0, 'floor') }} {{ 0.5 | round }} {{ 1.5 | round }} {{ 2.675 | round(2) }} {{ 1234.5 | round(-2) }}
{{ '42' | int }} {{ '4.7' | int }} {{ 'x' | int }} {{ 'x' | int(9) }} {{ f | int }} {{ '3.5' | float }} {{ 'x' | float }} {{ 3 | float }} {{ -3.9 | int }}
{{ 'abc' | list }} {{ xs | list }}
{{ xs | sort }} {{ xs | sort(reverse=true) }} {{ words | sort }} {{ words | sort(case_sensitive=true) }} {{ rows | sort(attribute='v') | map(attribute='n') | join }}
{{ words | unique | join(',') }} {{ [1, 2, 1, 3] | unique | join(',') }}
{{ xs | sum }} {{ rows | sum(attribute='v') }} {{ xs | min }} {{ xs | max }} {{ words | max }}
{{ xs | reverse | list }} {{ name | reverse }}
{{ neg | abs }} {{ -2.5 | abs }} {{ -n | abs }} {{ (-n) | abs }}
{{ rows | map(attribute='n') | join(',') }} {{ deep.list | map(attribute='k') | join }}
{{ rows | selectattr('on') | map(attribute='n') | join }} {{ rows | rejectattr('on') | map(attribute='n') | join }} {{ rows | selectattr('v', 'equalto', 3) | map(attribute='n') | join }} {{ rows | selectattr('v', 'in', [1, 2]) | map(attribute='n') | join }}
{{ text | truncate(20) }}|{{ text | truncate(20, true) }}|{{ text | truncate(20, end='…') }}|{{ text | truncate(60) }}|{{ text | truncate(40) }}
{{ text | wordcount }} {{ 'a, b. c' | wordcount }}
{{ multi | indent }}|{{ multi | indent(2, true) }}
{{ n | string ~ 'x' }}
{{ d | items | list }}
{{ d.items() | list }} {{ d.keys() | list }} {{ d.values() | list }} {{ d.get('a') }} {{ d.get('q', 5) }}
{{ 'a,b,c'.split(',') }} {{ ' a b '.split() }} {{ name.upper() }} {{ ' x '.strip() }} {{ name.startswith('A') }} {{ name.endswith('x') }} {{ 'aa'.replace('a', 'b') }}
{{ [1, 'a', true, none] }} {{ {'b': 1, 'a': [2]} }} {{ (1, 2) }}
{{ t }} {{ nil }} {{ d }}
{{ xs[1:] }} {{ xs[:2] }} {{ xs[1:2] }} {{ name[1:] }} {{ name[:-1] }} {{ xs[-2:] }}
{{ n is number }} {{ name is string }} {{ xs is sequence }} {{ d is mapping }} {{ nil is none }} {{ n is odd }} {{ n is even }} {{ n is divisibleby 7 }} {{ n is divisibleby(3) }} {{ t is boolean }} {{ f is float }} {{ n is integer }} {{ t is true }} {{ t is false }}
{{ n is eq 7 }} {{ n is gt 3 }} {{ n is in xs }} {{ 3 is in(xs) }} {{ n is not in xs }} {{ 'ABC' is upper }} {{ 'abc' is lower }} {{ n is ne 3 }} {{ n is le 7 }}
{{ n is odd and n > 3 }} {{ not n is odd }} {{ n is not odd }}
{{ 'a' 'b' }} {{ "q'q" }} {{ 'q"q' }} {{ 'a\\tb' }}
{{ 1e3 }} {{ 1.5e-5 }} {{ 1e16 }} {{ 123456789.125 }} {{ 1e15 }} {{ 0.0001 }} {{ 1e22 }} {{ 12345678901234567890.0 }}
{{ 1000000000000 * 1000 }}
{{ name | nope }}
{{ name | upper(1) }}
{{ name is nope }}
{% nope %}
{% if x %}
{% for x in xs %}
{% endif %}
{{ name
{{ name }
{% if true %}a{% endfor %}
{{ }}
{{ 1 + }}
{{ (1 }}
{{ [1, 2 }}
{{ 'abc }}
{{ a b }}
{# never closed
{% set = 3 %}
{% for in xs %}{% endfor %}
{{ name.nope() }}
{{ nope() }}
{{ xs | join(1, 2, 3, 4) }}
{{ n | length }}
{{ none_xs | last }}
{{ -name }}
""".strip("\n").split("\n")

for line in T:
    template = line.replace("\\n", "\n") if "'" not in line else line
    try:
        row = {"template": template, "output": env.from_string(template).render(V)}
    except Exception as error:
        row = {"template": template, "error": type(error).__name__}
    print(json.dumps(row, ensure_ascii=False))
print(json.dumps({"variables": V}, ensure_ascii=False))
