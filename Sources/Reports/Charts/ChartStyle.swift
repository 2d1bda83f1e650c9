/// The colours and type of charts, as CSS.
///
/// Six series colours that stay apart for readers with red-green or blue-yellow deficiency and
/// in grey (after Okabe and Ito, https://jfly.uni-koeln.de/color/, darkened or lightened until
/// each has at least 3:1 contrast with its background); shapes repeat what colour says.
package enum ChartStyle {
    /// Colour tokens for a light background.
    static let lightTokens = """
        --c1:#1565a8;--c2:#b45309;--c3:#0a7d62;--c4:#9d3f78;--c5:#6b5bd2;--c6:#59616e;\
        --ink:#16181d;--soft:#59616e;--line:#d9dde4;--grid:#e9ecf1;--paper:#ffffff;\
        --good:#1565a8;--bad:#b3401f
        """

    /// Colour tokens for a dark background.
    static let darkTokens = """
        --c1:#6fb6f2;--c2:#f0a04b;--c3:#4cc9a4;--c4:#e892c4;--c5:#a99cff;--c6:#aeb6c4;\
        --ink:#eceef2;--soft:#a3abb9;--line:#343a45;--grid:#272c35;--paper:#14171c;\
        --good:#6fb6f2;--bad:#f58e6b
        """

    /// The rules for marks; a page gives the tokens.
    package static var css: String {
        var rules = """
            .chart{display:block;max-width:100%;height:auto;font:12px system-ui,-apple-system,\
            "Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
            .chart text{fill:var(--ink)}.chart .c-soft{fill:var(--soft)}\
            .chart .c-label,.chart .c-soft{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}.chart .c-head{font-weight:600}
            .chart .c-tick{fill:var(--soft);font-size:11px}.chart .c-cell{font-size:11px}
            .chart .c-oncolour{fill:var(--paper);font-size:11px}
            .c-grid{stroke:var(--grid)}.c-axis{stroke:var(--line)}
            .c-zero{stroke:var(--soft);stroke-width:1.25}.c-mde{fill:var(--soft);fill-opacity:.16}
            .c-hollow{fill:var(--paper);stroke-width:1.75}
            .c-track{fill:var(--grid)}.c-heat{fill:var(--c1)}.c-empty{fill:var(--grid)}
            """
        for series in 1...6 {
            rules += """

                .c-fill\(series){fill:var(--c\(series))}.c-stroke\(series){stroke:var(--c\(series));fill:none}\
                .c-band\(series){fill:var(--c\(series));fill-opacity:.16}\
                .c-hollow.c-stroke\(series){fill:var(--paper)}.chart text.c-text\(series){fill:var(--c\(series))}
                """
        }
        rules += """

            .c-ci{stroke-width:2;stroke-linecap:round}.c-link{stroke-width:1.75;stroke-linejoin:round}
            .c-box{fill:var(--surface,var(--grid));stroke:var(--line)}.c-human{stroke:var(--c2);stroke-width:1.75;stroke-dasharray:5 3}.chart .c-name{font-size:12.5px;font-weight:600}
            .c-spark{stroke-width:1.5;stroke-linejoin:round}.c-bar{fill-opacity:.82}
            """
        return rules
    }

    /// The rules with the tokens, for a picture that stands alone.
    static var standaloneCSS: String {
        ":root{\(lightTokens)}@media(prefers-color-scheme:dark){:root{\(darkTokens)}}"
            + "svg{background:var(--paper)}" + css
    }
}
