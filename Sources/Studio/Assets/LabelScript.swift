extension Assets {
    /// Labelling by keyboard: numbers answer the current question, Enter submits.
    static let labelScript = #"""
        import { isTyping, say } from "./dom.js";

        const form = document.getElementById("label");
        const questions = [...document.querySelectorAll("[data-question]")];
        const begun = performance.now();
        const touched = new Set();
        let sent = false;

        const cant = question => question.querySelector("[name=cant]");
        function answered(question) {
            if (cant(question).checked) return true;
            const fields = [...question.querySelectorAll("input,select,textarea")]
                .filter(field => field.name.startsWith("q-") && field.type !== "hidden");
            if (question.dataset.kind === "ranking") return fields.every(field => field.value);
            return fields.some(field => field.type === "radio" || field.type === "checkbox"
                ? field.checked : field.value.trim());
        }

        let current = questions.find(question => !answered(question)) || questions[0];
        function go(question) {
            if (!question) return;
            current?.removeAttribute("data-current");
            current = question;
            current.dataset.current = "";
            current.scrollIntoView({ block: "nearest" });
            if (["text", "number"].includes(current.dataset.kind))
                current.querySelector("textarea,input[type=number]")?.focus();
        }
        const step = by => go(questions[Math.max(0, Math.min(questions.length - 1, questions.indexOf(current) + by))]);
        function advance() {
            const next = questions.slice(questions.indexOf(current) + 1).find(question => !answered(question));
            if (next) go(next);
        }

        /** Sends the form unless an answer is missing. */
        function submit() {
            const missing = questions.find(question => "required" in question.dataset && !answered(question));
            if (missing) { go(missing); say("This question needs an answer; c says that you can’t tell."); return; }
            form.requestSubmit(document.getElementById("submit"));
        }

        function rank(digit) {
            const lists = [...current.querySelectorAll("[data-rank]")];
            const list = lists[digit - 1];
            if (!list || list.value) return;
            list.value = String(lists.filter(other => other.value).length + 1);
            if (lists.every(other => other.value)) advance();
        }

        /** Where a place in a text lies, counted in code points. */
        function offset(root, node, at) {
            const range = document.createRange();
            range.setStart(root, 0);
            range.setEnd(node, at);
            return [...range.toString()].length;
        }

        function mark(label) {
            const box = current.querySelector("[data-spans]");
            const root = document.querySelector(`[data-field="${CSS.escape(box.dataset.spans)}"]`);
            const chosen = getSelection();
            if (!root || !chosen.rangeCount || chosen.isCollapsed) { say("Select a part of the text first."); return; }
            const range = chosen.getRangeAt(0);
            if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return;
            let spans = [];
            try { spans = JSON.parse(box.value || "[]"); } catch { say("The marked parts can’t be read."); return; }
            spans.push({ start: offset(root, range.startContainer, range.startOffset),
                end: offset(root, range.endContainer, range.endOffset), label });
            box.value = JSON.stringify(spans);
            chosen.removeAllRanges();
        }

        function choose(digit) {
            if (!current) return;
            if (current.dataset.kind === "ranking") return rank(digit);
            if (current.dataset.kind === "spans") {
                const button = current.querySelectorAll("[data-label]")[digit - 1];
                return button && mark(button.dataset.label);
            }
            const field = current.querySelector(`[data-choice="${digit}"]`);
            if (!field) return;
            field.click();
            if (field.type === "radio") advance();
        }

        if (form) {
            go(current);
            for (const question of questions) {
                question.addEventListener("focusin", () => { if (current !== question) go(question); });
                question.addEventListener("change", event => {
                    if ("suggested" in question.dataset) touched.add(question.dataset.question);
                    if (event.target.name === "cant" && event.target.checked)
                        for (const field of question.querySelectorAll("[data-choice]")) field.checked = false;
                    else if (event.target.name !== "cant") cant(question).checked = false;
                });
                for (const button of question.querySelectorAll("[data-label]"))
                    button.addEventListener("click", () => mark(button.dataset.label));
            }
            form.addEventListener("submit", event => {
                if (sent) { event.preventDefault(); return; }
                sent = true;
                form.elements.elapsed.value = String(Math.round(performance.now() - begun));
                form.elements.touched.value = [...touched].join(" ");
            });
            addEventListener("pageshow", () => { sent = false; });
            document.addEventListener("keydown", event => {
                if (event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
                const typing = isTyping(event.target);
                const done = () => { event.preventDefault(); event.stopImmediatePropagation(); };
                if (event.key === "Enter") {
                    if (event.target.closest("textarea") && !event.ctrlKey) return;
                    if (event.target.closest("a,button,summary")) return;
                    done();
                    return submit();
                }
                if (typing || event.ctrlKey) return;
                if (/^[0-9]$/.test(event.key)) { done(); return choose(Number(event.key)); }
                switch (event.key) {
                case "c": done(); cant(current)?.click(); if (cant(current)?.checked) advance(); break;
                case "ArrowDown": done(); step(1); break;
                case "ArrowUp": done(); step(-1); break;
                case "Backspace":
                    done();
                    for (const list of current.querySelectorAll("[data-rank]")) list.value = "";
                    break;
                case "i": done(); { const box = document.querySelector(".guideline"); box.open = !box.open; } break;
                }
            }, true);
        }

        """#

    /// What labelling and voting look like.
    static let labelStyle = """
        .label-grid{display:grid;gap:20px 32px;grid-template-columns:minmax(0,1fr)}@media(min-width:1000px){.label-grid{grid-template-columns:minmax(0,3fr) minmax(320px,2fr)}}
        .label-shown{display:grid;gap:12px;align-content:start;min-width:0}.label-sides{display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(min(100%,260px),1fr))}
        .label-shown .text{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:0}
        .label-form{display:grid;gap:14px;align-content:start;min-width:0}.label-form .row{display:flex;flex-wrap:wrap;gap:8px;align-items:center}.label-form>label{font-size:13px;color:var(--soft);display:grid;gap:4px}
        .question{border-left:3px solid transparent;padding:2px 0 2px 12px}.question[data-current]{border-color:var(--c1)}.question legend{font-size:16px;font-weight:600;color:var(--ink)}
        .question .choices{margin:4px 0}.cant{font-size:13px;color:var(--soft);display:inline-flex;gap:6px;align-items:center}
        .guideline{margin:24px 0 0;border-top:1px solid var(--line);padding-top:12px}.guideline summary{cursor:pointer;font-weight:600}.prose{max-width:72ch}
        .primary kbd{background:none;border-color:currentColor;color:inherit}.decide{margin:0 0 12px}.votes{display:flex;flex-wrap:wrap;gap:8px;margin:12px 0}

        """
}
