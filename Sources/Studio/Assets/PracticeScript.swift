extension Assets {
    /// Rehearsal: the clock with its section marks, recording on this machine, and marking by
    /// numbers.
    static let practiceScript = #"""
        import { say } from "./dom.js";

        const clock = seconds => {
            const whole = Math.max(0, Math.round(seconds));
            return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
        };

        class Talk {
            constructor(box, form) {
                this.box = box;
                this.form = form;
                this.rows = [...form.querySelectorAll("[data-section]")];
                this.lengths = this.rows.map(row => Number(row.dataset.section));
                this.total = this.lengths.reduce((sum, one) => sum + one, 0);
                this.rects = [...document.querySelectorAll("#strip rect")];
                this.now = document.getElementById("now");
                this.begin = document.getElementById("begin");
                this.mark = document.getElementById("mark");
                box.hidden = false;
                this.begin.addEventListener("click", () => this.timer ? this.stop() : this.start());
                this.mark?.addEventListener("click", () => this.endSection());
            }

            get elapsed() { return (performance.now() - this.started) / 1000; }

            async start() {
                if (document.getElementById("record").checked) await this.record();
                this.started = performance.now();
                this.marks = [];
                this.told = -1;
                for (const row of this.rows) row.querySelector("input").value = "";
                for (const line of document.querySelectorAll("#strip .said")) line.remove();
                this.timer = setInterval(() => this.show(), 200);
                this.begin.firstChild.textContent = "End ";
                if (this.mark) { this.mark.disabled = false; this.mark.focus(); } else this.begin.focus();
                this.show();
            }

            /** Where the section that is being spoken should end. */
            get due() { return this.lengths.slice(0, this.marks.length + 1).reduce((sum, one) => sum + one, 0); }

            show() {
                const elapsed = this.elapsed;
                document.getElementById("time").textContent = this.total ? `${clock(elapsed)} of ${clock(this.total)}` : clock(elapsed);
                const line = document.getElementById("line");
                if (!this.rows.length) { if (this.told < 0) { line.textContent = "Speaking."; this.told = 0; } return; }
                const at = this.marks.length, over = elapsed > this.due;
                this.now.setAttribute("x1", Math.min(1000, elapsed / this.total * 1000));
                this.now.setAttribute("x2", this.now.getAttribute("x1"));
                this.rows.forEach((row, index) => {
                    row.toggleAttribute("data-current", index === at);
                    row.toggleAttribute("data-over", index === at && over);
                });
                this.rects.forEach((rect, index) => rect.setAttribute("class", index < at ? "past" : index === at ? (over ? "over" : "now") : ""));
                // Said once when a section begins and once when its time is up, not five times a second.
                const state = at * 2 + (over ? 1 : 0);
                if (state !== this.told) {
                    this.told = state;
                    const name = this.rows[at].firstElementChild.textContent;
                    line.textContent = over ? `${name}: its time is up.` : `${at + 1} of ${this.rows.length}: ${name}, until ${clock(this.due)}.`;
                    line.className = over ? "warning" : "";
                }
            }

            /** Ends the section that is being spoken. */
            endSection() {
                if (!this.timer) return;
                const elapsed = this.elapsed, at = this.marks.length;
                this.rows[at].querySelector("input").value = clock(elapsed - (this.marks[at - 1] || 0));
                this.marks.push(elapsed);
                const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
                const x = Math.min(1000, elapsed / this.total * 1000);
                for (const [name, value] of Object.entries({ class: "said", x1: x, x2: x, y1: 2, y2: 26 })) line.setAttribute(name, value);
                document.getElementById("strip").append(line);
                if (this.marks.length === this.rows.length) this.stop(); else this.show();
            }

            stop() {
                const elapsed = this.elapsed;
                if (this.rows.length && this.marks.length < this.rows.length) {
                    const at = this.marks.length;
                    this.rows[at].querySelector("input").value = clock(elapsed - (this.marks[at - 1] || 0));
                    this.marks.push(elapsed);
                }
                clearInterval(this.timer);
                this.timer = null;
                this.recorder?.stop();
                const field = this.form.querySelector("[data-time]");
                if (field) field.value = clock(elapsed);
                for (const row of this.rows) { row.removeAttribute("data-current"); row.removeAttribute("data-over"); }
                const line = document.getElementById("line");
                const off = this.total && Math.abs(elapsed - this.total) > this.total / 10;
                line.className = off ? "warning" : "";
                line.textContent = !this.total ? `It took ${clock(elapsed)}.`
                    : `It took ${clock(elapsed)} of ${clock(this.total)}: ${off ? "more than a tenth off" : "in time"}.`;
                this.begin.firstChild.textContent = "Begin again ";
                if (this.mark) this.mark.disabled = true;
                this.form.elements.notes.focus();
            }

            /** Records into the browser's memory; nothing is sent, the file is saved by its own link. */
            async record() {
                try {
                    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
                    const parts = [];
                    const recorder = this.recorder = new MediaRecorder(stream);
                    recorder.addEventListener("dataavailable", event => parts.push(event.data));
                    recorder.addEventListener("stop", () => {
                        for (const track of stream.getTracks()) track.stop();
                        this.recorder = null;
                        const file = new Blob(parts, { type: recorder.mimeType });
                        const name = `practice-${new Date().toISOString().slice(0, 19).replace(/:/g, "")}.${/mp4/.test(recorder.mimeType) ? "m4a" : "webm"}`;
                        const link = document.createElement("a"), sound = document.createElement("audio");
                        link.href = sound.src = URL.createObjectURL(file);
                        link.download = name;
                        link.textContent = `Save ${name}`;
                        sound.controls = true;
                        document.getElementById("recorded").replaceChildren(sound, link);
                        this.form.elements.recording.value ||= name;
                    });
                    recorder.start();
                } catch (error) {
                    say(`Not recording: ${error.message}`);
                }
            }
        }

        const form = document.getElementById("attempt");
        const box = document.querySelector("[data-clock]");
        if (form && box) {
            new Talk(box, form);
            // Notes outlive a slip; they go when they are kept.
            const key = `practice ${location.pathname}${location.search}`;
            const notes = form.elements.notes;
            notes.value ||= sessionStorage.getItem(key) || "";
            notes.addEventListener("input", () => sessionStorage.setItem(key, notes.value));
            form.addEventListener("submit", () => sessionStorage.removeItem(key));
            form.addEventListener("keydown", event => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
            });
        }

        // A mark leads on to the next part.
        for (const part of document.querySelectorAll(".mark"))
            part.addEventListener("change", () => {
                const all = [...document.querySelectorAll(".mark")];
                const next = all.slice(all.indexOf(part) + 1).find(other => !other.querySelector(":checked"));
                (next || document.querySelector("#rating button")).focus();
            });

        """#

    /// What rehearsal looks like.
    static let practiceStyle = """
        .next h2{font-size:20px;margin:2px 0 12px;max-width:48ch}.next p{margin:0}.next>p:first-child{font-size:13px}
        .questions li{display:grid;gap:2px}.counts li{display:flex;justify-content:space-between;gap:12px}.counts li>*{min-height:24px}
        .clock{margin:0 0 20px;max-width:760px}.clock .big{font-size:44px;line-height:1.1;margin:0}.clock .row{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center;margin:12px 0 0}.clock #line{font-size:15px;min-height:24px}
        .check{display:inline-flex;gap:8px;align-items:center;font-size:14px;color:var(--ink)}#recorded{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center}#recorded:not(:empty){margin-top:12px}
        .strip{display:block;width:100%;height:28px;overflow:visible}.strip rect{fill:var(--edge);opacity:.45}.strip rect.now{fill:var(--c1);opacity:1}.strip rect.past{fill:var(--c1);opacity:.5}.strip rect.over{fill:var(--warn);opacity:1}.strip line{stroke:var(--ink);stroke-width:2;vector-effect:non-scaling-stroke}.strip .said{stroke-dasharray:3 2}
        .sections{list-style:none;margin:0;padding:0;max-width:640px}.sections li{display:grid;grid-template-columns:minmax(0,1fr) 72px 96px;gap:4px 12px;align-items:center;padding:4px 0 4px 10px;border-bottom:1px solid var(--grid);border-left:3px solid transparent;overflow-wrap:anywhere;font-size:14px}.sections li.muted{font-size:13px}.sections li[data-current]{border-left-color:var(--c1);font-weight:600}.sections li[data-over]{border-left-color:var(--warn)}.sections input{width:100%}
        .mark{padding:8px 12px;border-left:3px solid transparent}.mark:focus-within,.mark:focus{border-left-color:var(--c1)}.mark legend{font-size:15px;color:var(--ink);font-weight:600}.mark .choices{gap:6px}.mark .choices label{font-size:13px!important;padding:4px 10px}

        """
}
