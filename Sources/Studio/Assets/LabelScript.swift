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

        let tie = false;
        /** Gives an answer the next rank, or after = the last one's. */
        function rank(digit) {
            const lists = [...current.querySelectorAll("[data-rank]")];
            const list = lists[digit - 1];
            if (!list || list.value) return;
            const given = lists.map(other => Number(other.value)).filter(Boolean);
            list.value = String(tie && given.length ? Math.max(...given) : given.length + 1);
            tie = false;
            list.dispatchEvent(new Event("change", { bubbles: true }));
            if (lists.every(other => other.value)) advance();
        }

        const textOf = box => document.querySelector(`[data-field="${CSS.escape(box.dataset.spans)}"]`);

        /** The marks of a question; what is no list counts as none. */
        function marksOf(box) {
            try { return JSON.parse(box.value || "[]"); } catch { return []; }
        }

        /** Where a place in a text lies, counted in code points. */
        function offset(root, node, at) {
            const range = document.createRange();
            range.setStart(root, 0);
            range.setEnd(node, at);
            return [...range.toString()].length;
        }

        function select(root, from, to) {
            const range = document.createRange();
            range.setStart(root.firstChild, from);
            range.setEnd(root.firstChild, to);
            return range;
        }

        /** Shows the marks in the text and as a list from which each can be taken. */
        function draw(box) {
            const root = textOf(box);
            const points = [...(root?.textContent || "")];
            const list = box.closest(".question").querySelector(".marks");
            const marks = marksOf(box);
            list.replaceChildren(...marks.map((mark, index) => {
                const line = document.createElement("li"), take = document.createElement("button");
                take.type = "button";
                take.textContent = "×";
                take.setAttribute("aria-label", `Take away ${mark.label}`);
                take.addEventListener("click", () => keep(box, marks.filter((_, other) => other !== index)));
                line.append(`${mark.label}: “${points.slice(mark.start, mark.end).join("")}” `, take);
                return line;
            }));
            if (!window.Highlight || !root?.firstChild) return;
            const units = at => points.slice(0, at).join("").length;
            const all = [...document.querySelectorAll("[data-spans]")].flatMap(other =>
                other === box || textOf(other) !== root ? marksOf(other) : []).concat(marks);
            CSS.highlights.set(`mark`, new Highlight(...all.map(mark => select(root, units(mark.start), units(mark.end)))));
        }

        function keep(box, marks) {
            box.value = marks.length ? JSON.stringify(marks) : "";
            box.dispatchEvent(new Event("change", { bubbles: true }));
            draw(box);
        }

        function mark(label) {
            const box = current.querySelector("[data-spans]");
            const root = textOf(box);
            const chosen = getSelection();
            if (!root || !chosen.rangeCount || chosen.isCollapsed) { say("Select a part of the text first: ← and →, or the mouse."); return; }
            const range = chosen.getRangeAt(0);
            if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return;
            keep(box, [...marksOf(box), { start: offset(root, range.startContainer, range.startOffset),
                end: offset(root, range.endContainer, range.endOffset), label }]);
            chosen.removeAllRanges();
        }

        let cursor = [-1, -1];
        /** Moves the chosen words through the text; grown by one where it is asked. */
        function word(by, grows) {
            const root = textOf(current.querySelector("[data-spans]"));
            if (!root?.firstChild) return;
            const words = [...root.textContent.matchAll(/[\p{L}\p{N}\p{M}\p{Join_Control}’'-]+|[^\s\p{L}\p{N}]+/gu)];
            if (!words.length) return;
            const inside = at => Math.max(0, Math.min(words.length - 1, at));
            cursor = grows && cursor[0] >= 0 ? [cursor[0], Math.max(cursor[0], inside(cursor[1] + by))]
                : (at => [at, at])(inside(cursor[1] + by));
            const [from, to] = [words[cursor[0]], words[cursor[1]]];
            const range = select(root, from.index, to.index + to[0].length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            range.startContainer.parentElement.scrollIntoView({ block: "nearest" });
        }

        /** Moves the focus through the options of the question. */
        function option(by) {
            const fields = [...current.querySelectorAll("input:not([type=hidden]),select,textarea,button")]
                .filter(field => field.offsetParent !== null);
            const at = fields.indexOf(document.activeElement);
            fields[Math.max(0, Math.min(fields.length - 1, at + by))]?.focus();
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
                const spans = question.querySelector("[data-spans]");
                if (spans) {
                    const list = document.createElement("ul");
                    list.className = "marks";
                    spans.closest("label").hidden = true;
                    spans.closest("label").after(list);
                    draw(spans);
                }
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
                case "ArrowRight": case "ArrowLeft":
                    if (current?.dataset.kind === "spans") { done(); word(event.key === "ArrowRight" ? 1 : -1, event.shiftKey); }
                    break;
                case "j": done(); option(1); break;
                case "k": done(); option(-1); break;
                case "=":
                    done();
                    if ("ties" in (current?.dataset || {})) { tie = true; say("The next one shares the last rank."); }
                    break;
                case "Backspace": {
                    done();
                    for (const list of current.querySelectorAll("[data-rank]")) list.value = "";
                    const box = current.querySelector("[data-spans]");
                    if (box) keep(box, marksOf(box).slice(0, -1));
                    break;
                }
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
        .label-form{display:grid;gap:14px;align-content:start;min-width:0}.label-form .row{display:flex;flex-wrap:wrap;gap:8px;align-items:center}.label-form>label{font-size:13px;color:var(--soft);display:grid;gap:4px;justify-items:start}.question .row label{display:inline-flex;gap:6px;align-items:center}
        .question{border-left:3px solid transparent;padding:2px 0 2px 12px}.question[data-current]{border-color:var(--c1)}.question legend{font-size:16px;font-weight:600;color:var(--ink)}
        .question .choices{margin:4px 0}.cant{font-size:13px;color:var(--soft);display:inline-flex;gap:6px;align-items:center}
        .guideline{margin:24px 0 0;border-top:1px solid var(--line);padding-top:12px}.guideline summary{cursor:pointer;font-weight:600}.prose{max-width:72ch}
        .marks{list-style:none;margin:6px 0;padding:0;font-size:14px}.marks button{min-height:24px;padding:0 8px}::highlight(mark){background-color:#4a90d966}.why{display:grid;gap:4px;justify-items:start;font-size:13px;color:var(--soft);max-width:560px}.why input{width:100%}.ballot{display:grid;gap:8px}.ballot [aria-current]{box-shadow:inset 0 0 0 2px var(--c1)}.decide .row{display:flex;flex-wrap:wrap;gap:8px}.decide:focus{outline:2px solid var(--c1)}
        .primary kbd{background:none;border-color:currentColor;color:inherit}.decide{margin:0 0 12px}.votes{display:flex;flex-wrap:wrap;gap:8px;margin:12px 0}

        """
}
