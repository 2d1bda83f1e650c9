extension Assets {
    /// The list of samples: only the lines in view exist, whole pages of them are fetched by the
    /// ids at their edges, so that 100,000 scroll as smoothly as 100.
    static let rowsScript = #"""
        import { parse } from "./dom.js";

        class Rows {
            constructor(box) {
                this.box = box;
                this.list = box.querySelector("ol");
                this.size = this.list.querySelector("li").getBoundingClientRect().height;
                this.pages = new Map();
                this.lines = new Map();
                this.active = -1;
                this.total = document.getElementById("total");
            }

            async start() {
                await this.measure();
                if (!this.count) return;
                const first = [...this.list.children];
                this.pages.set(0, Promise.resolve(first));
                first.forEach((line, index) => this.place(line, index));
                this.box.classList.add("virtual");
                let asked = false;
                const draw = () => {
                    if (asked) return;
                    asked = true;
                    requestAnimationFrame(() => { asked = false; this.draw(); });
                };
                this.box.addEventListener("scroll", draw, { passive: true });
                addEventListener("resize", draw);
                document.addEventListener("conduct:move", event => { event.preventDefault(); this.move(event.detail); });
                document.addEventListener("conduct:changed", () => this.refresh());
                this.list.addEventListener("focusin", event => {
                    const line = event.target.closest("li");
                    if (line) this.active = line.index;
                });
                addEventListener("pagehide", () => sessionStorage.setItem(`rows ${location.href}`, `${this.box.scrollTop} ${this.active}`));
                const [top, active] = (sessionStorage.getItem(`rows ${location.href}`) || "0 -1").split(" ").map(Number);
                this.box.scrollTop = top;
                this.active = active;
                await this.draw();
                this.lines.get(active)?.firstElementChild.focus({ preventScroll: true });
            }

            /** How many lines there are, and the id before each page. */
            async measure() {
                const answer = await fetch(this.box.dataset.anchors);
                if (!answer.ok) return;
                const { count, every, anchors } = await answer.json();
                this.every = every;
                this.anchors = anchors;
                this.count = count;
                this.list.style.height = `${count * this.size}px`;
                if (this.total) this.total.textContent = `${count.toLocaleString("en")} ${count === 1 ? "sample" : "samples"}`;
            }

            async refresh() {
                if (this.measuring) return;
                this.measuring = true;
                const before = this.count;
                await this.measure();
                if (this.count !== before) {
                    // The last page may have grown; the ones before it hold what they held.
                    const last = Math.floor(Math.max(0, before - 1) / this.every);
                    this.pages.delete(last);
                    await this.draw();
                }
                setTimeout(() => { this.measuring = false; }, 1500);
            }

            page(number) {
                let page = this.pages.get(number);
                if (!page) {
                    const after = number ? `&after=${this.anchors[number - 1]}` : "";
                    page = fetch(`${this.box.dataset.rows}${after}`)
                        .then(answer => answer.ok ? answer.text() : Promise.reject(new Error(answer.status)))
                        .then(text => [...parse(text).querySelectorAll("li")]);
                    page.catch(() => this.pages.delete(number));
                    this.pages.set(number, page);
                    // Pages far from here are forgotten.
                    if (this.pages.size > 40) {
                        const far = [...this.pages.keys()].sort((a, b) => Math.abs(b - number) - Math.abs(a - number))[0];
                        this.pages.delete(far);
                    }
                }
                return page;
            }

            place(line, index) {
                line.index = index;
                line.style.transform = `translateY(${index * this.size}px)`;
                line.setAttribute("aria-posinset", index + 1);
                line.setAttribute("aria-setsize", this.count);
                this.lines.set(index, line);
            }

            async draw() {
                const first = Math.max(0, Math.floor(this.box.scrollTop / this.size) - 12);
                const last = Math.min(this.count - 1, Math.ceil((this.box.scrollTop + this.box.clientHeight) / this.size) + 12);
                this.range = [first, last];
                for (const [index, line] of this.lines)
                    if ((index < first || index > last) && !line.contains(document.activeElement)) {
                        line.remove();
                        this.lines.delete(index);
                    }
                const numbers = new Set();
                for (let index = first; index <= last; index++) numbers.add(Math.floor(index / this.every));
                await Promise.all([...numbers].map(async number => {
                    let page;
                    try { page = await this.page(number); } catch { return; }
                    const [from, to] = this.range;
                    for (let at = 0; at < page.length; at++) {
                        const index = number * this.every + at;
                        if (index < from || index > to || this.lines.has(index)) continue;
                        this.place(page[at], index);
                        this.list.append(page[at]);
                    }
                }));
            }

            async move(step) {
                const to = Math.max(0, Math.min(this.count - 1, this.active + step));
                this.active = to;
                const top = to * this.size;
                if (top < this.box.scrollTop) this.box.scrollTop = top;
                else if (top + this.size > this.box.scrollTop + this.box.clientHeight)
                    this.box.scrollTop = top + this.size - this.box.clientHeight;
                if (!this.lines.has(to)) await this.draw();
                this.lines.get(to)?.firstElementChild.focus({ preventScroll: true });
            }
        }

        export function rows() {
            const box = document.querySelector("[data-rows]");
            if (box?.querySelector("li")) new Rows(box).start();
        }

        """#
}
