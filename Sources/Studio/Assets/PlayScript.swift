extension Assets {
    /// The playground: variants, variables found in them, answers as they come.
    static let playScript = #"""
        import { say } from "./dom.js";

        const names = text => [...text.matchAll(/\{\{-?\s*([A-Za-z_]\w*)/g)].map(found => found[1]);

        /** Reads events from the answer of a POST, which EventSource can't send. */
        async function* events(answer) {
            const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
            let rest = "";
            try { while (true) {
                const { value, done } = await reader.read();
                if (done) return;
                rest += value;
                const parts = rest.split("\n\n");
                rest = parts.pop();
                for (const part of parts) {
                    const name = part.match(/^event: (.*)$/m)?.[1];
                    const data = part.match(/^data: (.*)$/m)?.[1];
                    if (name && data) yield [name, JSON.parse(data)];
                }
            } } finally { reader.cancel().catch(() => {}); }
        }

        async function post(address, body, signal) {
            const answer = await fetch(address, {
                method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal,
            });
            if (answer.ok) return answer;
            const said = await answer.json().catch(() => null);
            throw new Error(said?.error?.message || `The studio answered ${answer.status}.`);
        }

        function build(tag, text, style) {
            const element = document.createElement(tag);
            if (text) element.textContent = text;
            if (style) element.className = style;
            return element;
        }

        export function playground() {
            const form = document.getElementById("playground");
            if (!form) return;
            const variants = document.getElementById("variants");
            const variables = document.getElementById("variables");
            const run = document.getElementById("run");
            const values = JSON.parse(sessionStorage.getItem("play variables") || "{}");
            let running = null;

            const number = () => [...variants.children].forEach((part, index) => {
                part.querySelector("h2").textContent = `Variant ${index + 1}`;
            });

            /** One field for each name that any variant uses. */
            function fields() {
                const wanted = [...new Set([...variants.querySelectorAll("textarea")].flatMap(area => names(area.value)))];
                for (const label of [...variables.children]) if (!wanted.includes(label.dataset.name)) label.remove();
                for (const name of wanted) {
                    if (variables.querySelector(`[data-name="${CSS.escape(name)}"]`)) continue;
                    const label = build("label", name);
                    label.dataset.name = name;
                    const field = build("textarea");
                    field.rows = 2;
                    field.name = name;
                    field.value = values[name] || "";
                    label.append(field);
                    variables.append(label);
                }
            }

            function add(text) {
                if (variants.children.length >= 6) { say("Six variants at most."); return; }
                const part = document.getElementById("variant").content.firstElementChild.cloneNode(true);
                const area = part.querySelector("textarea");
                if (text !== undefined) area.value = text;
                part.querySelector("[data-remove]").addEventListener("click", () => {
                    if (variants.children.length > 1) part.remove();
                    number();
                    fields();
                });
                area.addEventListener("input", fields);
                variants.append(part);
                number();
                fields();
                return area;
            }

            function request() {
                const body = {
                    variants: [...variants.querySelectorAll("textarea")].map(area => area.value),
                    models: [...form.querySelectorAll("[name=model]:checked")].map(box => box.value),
                    variables: {},
                };
                for (const field of variables.querySelectorAll("textarea")) {
                    body.variables[field.name] = field.value;
                    values[field.name] = field.value;
                }
                for (const name of ["temperature", "max_tokens", "seed"])
                    if (form.elements[name].value.trim()) body[name] = Number(form.elements[name].value);
                sessionStorage.setItem("play variables", JSON.stringify(values));
                sessionStorage.setItem("play variants", JSON.stringify(body.variants));
                return body;
            }

            function cell(side, model, body) {
                const box = build("div", "", "side-box");
                const text = build("pre", "", "text");
                const facts = build("p", "waiting …", "note");
                box.append(build("h4", model), text, facts);
                side.append(box);
                return { box, text, facts, body };
            }

            function keepable(place, output) {
                const button = build("button", "Keep as a case");
                button.type = "button";
                button.addEventListener("click", async () => {
                    const id = prompt("The case's name: letters, digits, - and _", `play-${Date.now().toString(36)}`);
                    if (!id) return;
                    try {
                        const answer = await post("/api/playground/case", {
                            id, variables: place.body.variables, tags: { source: "playground" },
                            note: `Seen: ${output.slice(0, 500)}`,
                        });
                        say(`Written to ${(await answer.json()).file}`);
                    } catch (error) { say(error.message); }
                });
                place.box.append(button);
            }

            async function go() {
                if (running) { running.abort(); return; }
                const body = request();
                if (!body.models.length) { say("Choose a model."); return; }
                const cells = [...variants.children].map(part => {
                    const side = part.querySelector(".sides");
                    side.replaceChildren();
                    return body.models.map(model => cell(side, model, body));
                });
                run.textContent = "Stop";
                try {
                    running = new AbortController();
                    const answer = await post("/api/playground", body, running.signal);
                    for await (const [name, said] of events(answer)) {
                        const place = cells[said.variant]?.[said.model];
                        if (!place) { if (name === "failure") say(said.error.message); continue; }
                        if (name === "text") place.text.textContent += said.text;
                        if (name === "done") {
                            place.text.textContent = said.output;
                            place.facts.textContent = said.facts;
                            keepable(place, said.output);
                        }
                        if (name === "failed") {
                            place.facts.textContent = said.message;
                            place.facts.className = "bad";
                        }
                    }
                } catch (error) {
                    for (const place of cells.flat())
                        if (place.facts.textContent === "waiting …") place.facts.textContent = "stopped";
                    say(error.name === "AbortError" ? "Stopped." : error.message);
                }
                running = null;
                run.textContent = "Run";
            }

            document.getElementById("add").addEventListener("click", () => add(variants.lastElementChild?.querySelector("textarea").value)?.focus());
            run.addEventListener("click", go);
            document.addEventListener("keydown", event => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); go(); }
            });
            form.addEventListener("submit", event => { event.preventDefault(); go(); });
            document.getElementById("keep").addEventListener("submit", async event => {
                event.preventDefault();
                try {
                    const kind = event.submitter?.value || "suite";
                    const answer = await post(`/api/playground/${kind}`, { ...request(), name: event.target.elements.name.value });
                    const file = (await answer.json()).file;
                    say(`Written to ${file}; try: conduct ${kind === "suite" ? "eval" : "experiment plan"} ${file}`);
                } catch (error) { say(error.message); }
            });
            const former = JSON.parse(sessionStorage.getItem("play variants") || "[]");
            if (former.length) former.forEach(add); else add();
        }

        """#
}
