/// The look that reports and the Studio share: tokens, type scale, spacing and a few components,
/// as CSS that needs nothing from outside.
///
/// Type: 12, 13, 15, 18, 24 and 34 px. Space: multiples of 4 px. Colours are those of charts, so
/// that a word and a mark which mean the same look the same. Light and dark follow the reader's
/// system unless the root element has `data-theme`.
package enum DesignSystem {
    /// All rules, for a `style` element or a file.
    package static var css: String { tokens + base + components + ChartStyle.css + print }

    private static var tokens: String {
        let light = ChartStyle.lightTokens + ";--surface:#f6f7f9;--warn:#8a5a00;--shade:#eef1f5"
        let dark = ChartStyle.darkTokens + ";--surface:#1b1f26;--warn:#e5b454;--shade:#242933"
        return """
            :root{color-scheme:light dark;\(light)}
            @media(prefers-color-scheme:dark){:root:not([data-theme=light]){\(dark)}}
            :root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark;\(dark)}

            """
    }

    private static let base = """
        *{box-sizing:border-box}html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,\
        "Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        .page{max-width:1280px;margin:0 auto;padding:32px clamp(16px,4vw,48px) 64px}
        h1{font-size:34px;line-height:1.15;letter-spacing:-.02em;margin:4px 0 8px;overflow-wrap:anywhere}
        h2{font-size:24px;line-height:1.2;letter-spacing:-.01em;margin:0 0 12px}
        h3{font-size:18px;line-height:1.3;margin:28px 0 8px}
        p{margin:0 0 12px;max-width:72ch}a{color:var(--c1)}
        code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:13px}
        section{border-top:1px solid var(--line);padding-top:28px;margin-top:40px}
        :focus-visible{outline:2px solid var(--c1);outline-offset:2px}

        """

    private static let components = """
        .over{font-size:13px;color:var(--soft);overflow-wrap:anywhere}.over span{display:inline-block}.lead{font-size:18px;line-height:1.45;max-width:68ch}
        .note,.muted{color:var(--soft)}.note{font-size:13px;max-width:96ch}.strong{font-weight:600}
        .good{color:var(--good)}.bad{color:var(--bad)}.warning{color:var(--warn)}
        .banner{border-left:4px solid var(--warn);background:var(--surface);padding:10px 16px;border-radius:0 6px 6px 0;margin:0 0 16px}
        .banner p{margin:0;max-width:96ch}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,250px),1fr));gap:12px;margin:16px 0}
        .tile{background:var(--surface);border-radius:8px;padding:12px 16px}.tile h3{font-size:13px;font-weight:600;color:var(--soft);margin:0 0 6px;overflow-wrap:anywhere}
        .tile dl{display:grid;grid-template-columns:minmax(0,1fr) auto auto;gap:2px 10px;margin:0;align-items:baseline;font-variant-numeric:tabular-nums}
        .tile dt{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.tile dd{margin:0;text-align:right;font-size:18px;font-weight:600}
        .tile dd.ci{font-size:13px;font-weight:400;color:var(--soft)}.tile dd.all{grid-column:1/-1;text-align:left;font-size:13px;font-weight:400;color:var(--soft)}
        .first{display:grid;gap:8px 40px;grid-template-columns:minmax(0,1fr)}
        @media(min-width:980px){.first{grid-template-columns:minmax(0,7fr) minmax(0,5fr)}}
        .beside{display:grid;gap:8px 40px;grid-template-columns:minmax(0,1fr)}.beside aside h3{margin-top:12px}.beside blockquote{margin:0 0 8px;padding:6px 12px;border-left:3px solid var(--line);white-space:pre-wrap;overflow-wrap:anywhere}
        @media(min-width:980px){.beside{grid-template-columns:minmax(0,3fr) minmax(0,2fr)}.beside aside{position:sticky;top:56px;align-self:start;max-height:calc(100vh - 80px);overflow:auto;background:var(--surface);border-radius:8px;padding:0 16px 12px}}
        .multiples{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,290px),1fr));gap:8px 24px}
        .findings{list-style:none;margin:0;padding:0}.findings li{display:grid;grid-template-columns:28px minmax(0,1fr);gap:4px 8px;padding:10px 0;border-top:1px solid var(--grid)}
        .findings li:first-child{border-top:0}.findings p{margin:0;font-size:13px;color:var(--soft);max-width:100ch}.findings b{font-weight:600}.findings .who{color:var(--ink)}
        .sign{width:24px;height:24px;border-radius:12px;background:var(--shade);text-align:center;line-height:24px;font-weight:700}
        .chart-figure{margin:0 0 20px}.chart-figure figcaption{font-weight:600;margin:0 0 6px}
        .chart.narrow{display:none}@media(max-width:699px){.chart.wide{display:none}.chart.narrow{display:block}}
        .numbers{margin-top:4px}.numbers summary,.more>summary{font-size:13px;color:var(--soft);cursor:pointer}
        .table-box{overflow-x:auto;margin:8px 0 12px}.side{display:grid;gap:0 40px;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr))}
        table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}caption{text-align:left;font-weight:600;padding:0 0 6px;font-size:15px}
        th,td{text-align:left;padding:5px 18px 5px 0;border-bottom:1px solid var(--grid);vertical-align:top;font-weight:400}
        thead th{color:var(--soft);border-bottom-color:var(--line);vertical-align:bottom}.num{text-align:right;white-space:nowrap}
        th:last-child,td:last-child{padding-right:0}tr.group>*{border-top:1px solid var(--line)}td.strong,th.strong{font-weight:600}
        .badge{display:inline-block;font-size:12px;line-height:18px;padding:0 7px;border-radius:9px;background:var(--shade);margin:0 4px 2px 0;white-space:nowrap}
        .badge.fail{background:var(--bad);color:var(--paper)}.badge.pass{color:var(--good)}.badge.unscored,.badge.simulated{border:1px dashed var(--warn);color:var(--warn)}
        .filter{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:end;margin:0 0 12px;font-size:13px}.filter[hidden]{display:none}
        .filter label{display:grid;gap:2px;color:var(--soft)}.filter select,.filter input{font:inherit;height:34px;color:var(--ink);background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:5px 8px;max-width:100%}
        .sample{border-top:1px solid var(--grid)}.sample>summary{display:flex;flex-wrap:wrap;gap:2px 12px;padding:8px 0;cursor:pointer;list-style:none;align-items:baseline}
        .sample>summary::-webkit-details-marker{display:none}.sample>summary::before{content:"▸";color:var(--soft);width:10px}.sample[open]>summary::before{content:"▾"}
        .sample .id{font-weight:600;overflow-wrap:anywhere}.sample .excerpt{flex:1 1 240px;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:var(--soft)}
        .sample[open] .excerpt{display:none}.sample .body{display:grid;gap:8px 32px;padding:4px 0 20px 22px;grid-template-columns:minmax(0,1fr)}
        @media(min-width:900px){.sample .body{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
        .role{font-size:12px;color:var(--soft);margin:8px 0 2px}.text{white-space:pre-wrap;overflow-wrap:anywhere;margin:0;font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;unicode-bidi:isolate;max-height:320px;overflow:auto;background:var(--surface);border-radius:6px;padding:8px 12px}
        .skip{position:absolute;left:-9999px}.skip:focus{left:16px;top:8px;padding:8px 12px;background:var(--paper);border:1px solid var(--line);border-radius:6px;z-index:2}
        .site{display:flex;flex-wrap:wrap;gap:8px 20px;font-size:13px;padding:0 0 12px;margin:0 0 28px;border-bottom:1px solid var(--line)}.site a{color:var(--soft);text-decoration:none;padding:2px 0}.site a:first-child{color:var(--ink);font-weight:600;margin-right:auto}.site a:hover{text-decoration:underline}.site a[aria-current]{color:var(--ink);box-shadow:0 2px 0 var(--c1)}
        .foot{border-top:1px solid var(--line);margin-top:48px;padding-top:16px;font-size:13px;color:var(--soft)}.foot p{margin:0 0 8px}
        .artifact>p,.artifact>ul,.artifact>ol,.artifact>blockquote,.artifact>.footnotes{max-width:68ch}.artifact{font-size:16px;line-height:1.6}.artifact>h2{margin:40px 0 10px}.artifact>h1+p{font-size:18px;line-height:1.5}.artifact>h3{margin:24px 0 6px}.artifact li{margin:0 0 4px}.artifact blockquote{margin:0 0 12px;padding:0 0 0 16px;border-left:3px solid var(--line);color:var(--soft)}.artifact pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--surface);border-radius:6px;padding:12px 16px;max-width:80ch}.artifact code{overflow-wrap:anywhere}.artifact img{max-width:100%;height:auto;border:1px solid var(--line);border-radius:6px}
        .shown{margin:16px 0 24px}.shown .text{max-width:80ch}.shown>.note:last-child{margin-bottom:0}
        mark{background:none;color:inherit;border-bottom:2px dotted var(--warn)}mark.bad{color:var(--bad);border-color:var(--bad)}mark.typed::after{content:"†";font-weight:600;color:var(--warn)}
        .headline{margin:20px 0 24px;padding:4px 0 4px 20px;border-left:4px solid var(--c1)}.headline .figure{color:var(--ink);font-size:34px;line-height:1.2;font-weight:600;letter-spacing:-.02em;font-variant-numeric:tabular-nums;margin:0}.headline .figure span{font-size:18px;font-weight:400;color:var(--soft);letter-spacing:0;white-space:nowrap}.headline p{margin:2px 0 0;font-size:13px;color:var(--soft)}
        .page:has(>.site){max-width:1080px}.footnotes{font-size:13px;color:var(--soft);border-top:1px solid var(--grid);margin-top:32px}
        .heads{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:0 32px}
        .arc{list-style:none;margin:0;padding:0}.arc li{display:grid;grid-template-columns:40px minmax(0,1fr);gap:2px 8px;padding:14px 0;border-top:1px solid var(--grid)}.arc li:first-child{border-top:0}.arc .n{font-size:24px;line-height:1.2;color:var(--soft);font-variant-numeric:tabular-nums}.arc h3{margin:0;font-size:18px}.arc p{margin:2px 0 0;max-width:72ch}.arc .note{margin-top:4px}
        .arc h3,.turn p,.site a,.artifact{overflow-wrap:anywhere}.artifact table{overflow-wrap:break-word}.turn{display:flex;flex-wrap:wrap;gap:8px 32px;justify-content:space-between;margin-top:40px;font-size:15px}.turn p{margin:0;max-width:46ch}.turn .note{display:block}
        .printed{display:none}.reasons{margin:0;padding:0;list-style:none}.reasons li{padding:3px 0;overflow-wrap:anywhere}
        .facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 16px;font-size:13px;margin:0 0 12px}.facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere}
        @media(max-width:699px){.num{white-space:normal}th,td{padding-right:14px}h1{font-size:24px}h2{font-size:18px}.lead{font-size:15px}.page{padding-top:20px}section{margin-top:28px;padding-top:20px}.facts{grid-template-columns:minmax(0,1fr)}.facts dd{margin-bottom:6px}.sample .body{padding-left:0}}

        """

    private static var print: String {
        """

        @page{margin:14mm}
        @media print{:root,:root[data-theme=dark],:root:not([data-theme=light]){color-scheme:light;\
        \(ChartStyle.lightTokens);--surface:#f6f7f9;--warn:#8a5a00;--shade:#eef1f5}
        body{font-size:10.5pt}.page{max-width:none;padding:0}.filter,.numbers,.screen{display:none!important}
        .first{grid-template-columns:minmax(0,1fr)}.chart.wide{display:block;max-width:150mm}.chart.narrow{display:none}.multiples .chart{display:block}
        .site,.skip,.turn{display:none}.artifact{font-size:10.5pt}.chapter{break-before:page}.shown .table-box{break-inside:auto}h1,h2,h3{break-inside:avoid}a{color:inherit}
        .headline,.chart-figure,.tile,tr,.findings li,.table-box{break-inside:avoid}h2,h3,figcaption,thead{break-after:avoid}
        .beside{display:block}.beside aside{position:static;max-height:none;overflow:visible}.table-box{overflow:visible}table{font-size:8pt}th,td{padding-right:7px}.num{white-space:normal}.artifact>h2+p,section>h2+.note{break-after:avoid}footer{break-before:avoid}.table-box:has(tr:nth-child(12)){break-inside:auto}
        .text{max-height:none;overflow:visible}.badge.fail{-webkit-print-color-adjust:exact;print-color-adjust:exact}
        .sample::details-content,.method .more::details-content{content-visibility:visible;block-size:auto;opacity:1}
        .samples .sample:nth-of-type(n+\(RunReport.mostPrinted + 1)),details.more.screen{display:none}.printed{display:block}.sample .excerpt,.sample .facts{display:none}
        .sample .body{display:block;padding:0 0 8px 22px}.sample>summary{padding-top:4px;break-after:avoid}}

        """
    }
}
