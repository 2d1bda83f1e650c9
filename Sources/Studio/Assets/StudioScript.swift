extension Assets {
    /// What every page runs.
    static let studioScript = #"""
        import { keys } from "./keys.js";
        import { live } from "./live.js";
        import { playground } from "./play.js";
        import { rows } from "./rows.js";

        const theme = document.getElementById("theme");
        theme.hidden = false;
        theme.addEventListener("click", () => {
            const root = document.documentElement;
            const dark = root.dataset.theme
                ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
            root.dataset.theme = dark ? "light" : "dark";
            document.cookie = `conduct_theme=${root.dataset.theme};path=/;max-age=31536000;samesite=strict`;
        });

        // Choosing is asking: a changed filter is sent without a button.
        for (const form of document.querySelectorAll("form[data-auto]")) {
            form.querySelector("[type=submit]")?.classList.add("hide");
            form.addEventListener("change", event => {
                if (event.target.type !== "search") form.requestSubmit();
            });
            form.addEventListener("submit", event => {
                event.preventDefault();
                const query = new URLSearchParams();
                for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
                location.assign(`${form.getAttribute("action")}?${query}`);
            });
        }

        // Runs picked for comparing.
        const compare = document.getElementById("compare");
        if (compare) {
            const update = () => {
                const picked = document.querySelectorAll("[data-pick]:checked").length;
                compare.disabled = picked < 2 || picked > 4;
                compare.textContent = picked < 2 ? "Compare: pick 2–4" : `Compare ${picked} runs`;
            };
            document.addEventListener("change", event => { if (event.target.matches("[data-pick]")) update(); });
            document.addEventListener("conduct:fresh", update);
            update();
        }

        // Where the navigation does not fit, the page's own entry is in view.
        const here = document.querySelector(".bar nav [aria-current]");
        if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 60;

        // What scrolls by itself must be reached by keyboard.
        const reachable = () => {
            for (const box of document.querySelectorAll(".table-box, .sides"))
                if (box.scrollWidth > box.clientWidth && !box.hasAttribute("tabindex")) {
                    box.tabIndex = 0;
                    box.setAttribute("role", "region");
                    box.setAttribute("aria-label", box.querySelector("caption")?.textContent || "Table that scrolls sideways");
                }
            for (const box of document.querySelectorAll("pre:not([tabindex])"))
                if (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
        };
        document.addEventListener("conduct:fresh", reachable);
        addEventListener("load", reachable);
        addEventListener("resize", reachable);
        reachable();

        keys();
        live();
        rows();
        playground();

        """#
}
