extension Assets {
    /// Live parts: `data-live` names where a part's newest markup is; a change of the store, by
    /// whichever process, makes the page fetch it again.
    static let liveScript = #"""
        import { parse } from "./dom.js";

        class Part {
            constructor(element) {
                this.element = element;
                this.address = element.dataset.live;
                this.pause = Number(element.dataset.every || 1) * 1000;
                this.last = 0;
                this.tag = "";
                this.wanted = false;
                this.busy = false;
            }

            /** Fetches soon; many wishes in a short time are one. */
            want() {
                if (this.wanted) return;
                this.wanted = true;
                setTimeout(() => this.fetch(), Math.max(0, this.last + this.pause - Date.now()));
            }

            async fetch() {
                // What somebody is typing in, or reading on another tab, is left alone for now.
                if (this.busy || document.hidden || this.element.querySelector(":is(input,textarea,select):focus")) {
                    setTimeout(() => this.fetch(), 1000);
                    return;
                }
                this.busy = true;
                this.wanted = false;
                const start = Date.now();
                try {
                    const answer = await fetch(this.address, { headers: this.tag ? { "If-None-Match": this.tag } : {} });
                    if (answer.status === 200) {
                        this.tag = answer.headers.get("ETag") || "";
                        this.show(await answer.text());
                    }
                } catch { /* The studio has ended or is busy: the next change asks again. */ }
                this.last = Date.now();
                // A part that takes long is asked for less often.
                this.pause = Math.max(this.pause, (this.last - start) * 4);
                this.busy = false;
            }

            show(text) {
                const picked = new Set([...this.element.querySelectorAll("[data-pick]:checked")].map(box => box.value));
                const open = new Set([...this.element.querySelectorAll("details[open]")].map(part => part.id).filter(Boolean));
                const focused = this.element.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
                this.element.replaceChildren(parse(text));
                for (const box of this.element.querySelectorAll("[data-pick]")) box.checked = picked.has(box.value);
                for (const part of this.element.querySelectorAll("details[id]")) if (open.has(part.id)) part.open = true;
                if (focused) this.element.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
                document.dispatchEvent(new CustomEvent("conduct:fresh"));
            }
        }

        export function live() {
            const parts = [...document.querySelectorAll("[data-live]")].map(element => new Part(element));
            if (!parts.length && !document.querySelector("[data-rows]")) return;
            const look = () => {
                for (const part of parts) part.want();
                document.dispatchEvent(new CustomEvent("conduct:changed"));
            };
            // A browser keeps six connections to a host: tabs out of sight give theirs back.
            let source = null;
            const listen = () => {
                if (document.hidden) {
                    source?.close();
                    source = null;
                } else if (!source) {
                    source = new EventSource("/events");
                    source.addEventListener("changed", look);
                }
            };
            document.addEventListener("visibilitychange", () => {
                listen();
                if (!document.hidden) look();
            });
            addEventListener("pagehide", () => { source?.close(); source = null; });
            addEventListener("pageshow", listen);
            listen();
        }

        """#
}
