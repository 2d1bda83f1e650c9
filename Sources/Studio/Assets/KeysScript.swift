extension Assets {
    /// The keyboard: moving between pages, through lists, and what a page offers itself.
    ///
    /// A page names an action by `data-hotkey="x"` on a link, a button or a field, and says what it
    /// does by its label; lists mark their links by `data-item`.
    static let keysScript = #"""
        import { isTyping } from "./dom.js";

        const fixed = [
            ["/", "search"], ["j / k", "next and previous in a list"], ["Enter", "open"],
            ["[ / ]", "previous and next page"], ["u", "up"], ["t", "light or dark"], ["?", "these keys"],
        ];

        const visible = element => element && element.offsetParent !== null && !element.disabled;

        function help() {
            let box = document.getElementById("key-list");
            if (!box) {
                box = document.createElement("dialog");
                box.id = "key-list";
                box.setAttribute("aria-label", "Keys");
                document.body.append(box);
            }
            const list = document.createElement("dl");
            const add = (key, text) => {
                const term = document.createElement("dt"), said = document.createElement("dd");
                for (const part of key.split(" ")) {
                    const mark = document.createElement(part === "/" && key.length > 1 ? "span" : "kbd");
                    mark.textContent = part;
                    term.append(mark, " ");
                }
                said.textContent = text;
                list.append(term, said);
            };
            for (const link of document.querySelectorAll("nav a[data-key]"))
                add(`g ${link.dataset.key}`, link.textContent);
            for (const [key, text] of fixed) add(key, text);
            if (document.querySelector("[data-decide]")) add("1 – 9", "decide the focused item");
            for (const element of document.querySelectorAll("[data-hotkey]"))
                if (visible(element)) add(element.dataset.hotkey.replace("Arrow", ""), element.dataset.says
                    || element.getAttribute("aria-label") || element.textContent.trim());
            const title = document.createElement("h2");
            title.textContent = "Keys";
            const close = document.createElement("button");
            close.textContent = "Close";
            close.addEventListener("click", () => box.close());
            box.replaceChildren(title, list, close);
            box.showModal();
        }

        /** Moves the focus through the page's list. */
        function move(step) {
            const event = new CustomEvent("conduct:move", { detail: step, cancelable: true });
            if (!document.dispatchEvent(event)) return;
            const items = [...document.querySelectorAll("[data-item]")].filter(visible);
            if (!items.length) {
                const link = document.querySelector(`link[rel=${step > 0 ? "next" : "prev"}]`);
                if (link) location.assign(link.href);
                return;
            }
            const at = items.indexOf(document.activeElement?.closest("[data-item]"));
            const to = items[Math.max(0, Math.min(items.length - 1, at < 0 ? (step > 0 ? 0 : items.length - 1) : at + step))];
            to.focus();
            to.scrollIntoView({ block: "nearest" });
        }

        export function keys() {
            const button = document.getElementById("keys");
            button.hidden = false;
            button.addEventListener("click", help);
            let afterG = 0;
            document.addEventListener("keydown", event => {
                if (event.defaultPrevented || event.altKey || event.metaKey || event.ctrlKey) return;
                if (event.key === "Escape" && isTyping(event.target)) { event.target.blur(); return; }
                if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
                const key = event.key;
                const done = () => event.preventDefault();
                if (afterG && Date.now() - afterG < 1500) {
                    afterG = 0;
                    const link = document.querySelector(`nav a[data-key="${CSS.escape(key)}"]`);
                    if (link) { done(); link.click(); }
                    return;
                }
                // Numbers choose among the answers of the item that has the focus.
                const choice = /^[1-9]$/.test(key) && document.activeElement?.closest("[data-item]")
                    ?.querySelectorAll("[data-decide]")[Number(key) - 1];
                if (choice) { done(); choice.click(); return; }
                const own = [...document.querySelectorAll(`[data-hotkey~="${CSS.escape(key)}"]`)]
                    .find(visible);
                if (own) {
                    done();
                    if (own.matches("input:not([type=radio]):not([type=checkbox]),textarea,select")) own.focus();
                    else own.click();
                    return;
                }
                switch (key) {
                case "g": afterG = Date.now(); break;
                case "/": done(); (document.querySelector("main input[type=search]") || document.getElementById("find")).focus(); break;
                case "j": done(); move(1); break;
                case "k": done(); move(-1); break;
                case "o": document.activeElement?.closest("[data-item]")?.click(); break;
                case "x": {
                    const box = document.activeElement?.closest("tr")?.querySelector("[data-pick]");
                    if (box) { done(); box.click(); }
                    break;
                }
                case "[": case "]": {
                    const link = document.querySelector(`link[rel=${key === "]" ? "next" : "prev"}]`);
                    if (link) { done(); location.assign(link.href); }
                    break;
                }
                case "u": {
                    const up = [...document.querySelectorAll("nav.over a")].pop();
                    if (up) { done(); location.assign(up.href); }
                    break;
                }
                case "t": done(); document.getElementById("theme").click(); break;
                case "?": done(); help(); break;
                }
            });
        }

        """#
}
