extension Assets {
    /// The one place where text from our own server becomes markup.
    static let domScript = #"""
        const policy = window.trustedTypes
            ? trustedTypes.createPolicy("conduct", { createHTML: text => text })
            : { createHTML: text => text };

        /** Parses markup that our server escaped. */
        export function parse(text) {
            const holder = document.createElement("template");
            holder.innerHTML = policy.createHTML(text);
            return holder.content;
        }

        /** Says something for a moment, also to screen readers. */
        export function say(text) {
            let box = document.querySelector(".toast");
            if (!box) {
                box = document.createElement("div");
                box.className = "toast";
                box.setAttribute("role", "status");
                document.body.append(box);
            }
            box.textContent = text;
            clearTimeout(box.timer);
            box.timer = setTimeout(() => box.remove(), 3500);
        }

        /** Whether somebody is typing. */
        export function isTyping(target) {
            return target.closest?.("input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable]") != null;
        }

        """#
}
