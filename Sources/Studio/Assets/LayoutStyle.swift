extension Assets {
    /// The frame around every page, forms, and what all pages use.
    static let layoutStyle = """
        .hide{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        [hidden]{display:none!important}.form+.note{margin-top:8px}.banner pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0}
        .skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;z-index:9;background:var(--paper);padding:6px 12px}
        .top{position:sticky;top:0;z-index:5;background:var(--paper);border-bottom:1px solid var(--line)}
        .bar{max-width:1680px;margin:0 auto;padding:8px clamp(12px,2vw,32px);display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center}
        .brand{display:flex;gap:8px;align-items:center;font-weight:650;color:var(--ink);text-decoration:none;letter-spacing:-.01em}
        .bar nav{display:flex;gap:2px;flex:1 1 0;min-width:0;overflow-x:auto;scrollbar-width:none}
        .bar nav a{color:var(--soft);text-decoration:none;padding:6px 8px;border-radius:6px;font-size:14px;white-space:nowrap}
        .bar nav a:hover{color:var(--ink);background:var(--shade)}.bar nav a[aria-current]{color:var(--ink);background:var(--shade);font-weight:600}
        .find{margin:0}.find input{width:200px}@media(max-width:1439px){.bar{gap:4px 6px}.find input{width:92px}.bar nav{gap:0}.bar nav a{padding:6px;font-size:13px}}
        input,select,textarea,button,.button{font:inherit;font-size:14px;color:var(--ink);background:var(--paper);border:1px solid var(--edge);border-radius:6px;padding:6px 10px;min-height:34px;max-width:100%}
        :root{--edge:#8b93a1}@media(prefers-color-scheme:dark){:root:not([data-theme=light]){--edge:#6b7482}}:root[data-theme=dark]{--edge:#6b7482}:root[data-theme=light]{--edge:#8b93a1}
        textarea{width:100%;resize:vertical;line-height:1.5}input[type=checkbox],input[type=radio]{min-height:0;width:16px;height:16px;margin:0;accent-color:var(--c1);vertical-align:-2px}
        button,.button{cursor:pointer;text-decoration:none;display:inline-flex;align-items:center;gap:6px;white-space:nowrap}
        button:hover,.button:hover{background:var(--shade)}button:disabled{opacity:.5;cursor:default}
        .primary{background:var(--c1);border-color:var(--c1);color:var(--paper);font-weight:600}.primary:hover{background:var(--c1);filter:brightness(1.08)}
        .plain{border-color:transparent;background:none;padding:6px;min-width:34px;justify-content:center;color:var(--soft)}
        .page{max-width:1360px;padding-top:20px}.page p{overflow-wrap:anywhere}.page:focus{outline:none}.page>section:first-child,.page>header+section,.page>.toc+section,.page>header+[data-live]>section:first-child{border-top:0;padding-top:0;margin-top:20px}
        .head{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:end;justify-content:space-between;margin:0 0 12px}.head>div{min-width:0}
        .head h1{font-size:28px;margin:2px 0 4px}.head p{margin:0}.head .actions{display:flex;flex-wrap:wrap;gap:8px}
        .over a{color:var(--soft);text-decoration:none}.over a:hover{color:var(--c1);text-decoration:underline}nav.over{margin:0 0 2px}
        .toc{display:flex;flex-wrap:wrap;gap:2px 16px;font-size:13px;margin:0 0 12px}[id]{scroll-margin-top:72px}.tabs{display:flex;gap:2px;border-bottom:1px solid var(--line);margin:0 0 16px;overflow-x:auto}
        .tabs a{padding:8px 14px;color:var(--soft);text-decoration:none;border-bottom:2px solid transparent;margin-bottom:-1px;white-space:nowrap}
        .tabs a[aria-current]{color:var(--ink);border-color:var(--c1);font-weight:600}
        .form{display:grid;gap:12px;max-width:640px}.form label{display:grid;gap:4px;font-size:13px;color:var(--soft)}.form label>input:not([type=checkbox]):not([type=radio]),.form label>select{width:100%;min-width:0}.form label{min-width:0}.form .row{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:end}
        fieldset{border:0;margin:0;padding:0;min-width:0}legend{padding:0;font-size:13px;color:var(--soft);margin:0 0 4px}
        .choices{display:flex;flex-wrap:wrap;gap:8px}.choices label{display:inline-flex!important;grid-auto-flow:column;gap:8px!important;align-items:center;border:1px solid var(--edge);border-radius:6px;padding:6px 12px;color:var(--ink)!important;font-size:14px!important;cursor:pointer}
        .choices label:has(:checked){border-color:var(--c1);box-shadow:inset 0 0 0 1px var(--c1);background:var(--shade)}
        .filter label{color:var(--soft)}.filter select{max-width:340px}.filter details{flex:1 1 100%}.filter summary{color:var(--soft);cursor:pointer;padding:4px 0}.filter details>div{display:flex;flex-wrap:wrap;gap:8px 12px;padding-top:4px}.filter{background:var(--surface);border-radius:8px;padding:10px 14px}.filter input[type=search]{width:220px}
        summary{padding:3px 0}.facts a,.side-list a,.near a,.toc a,.runs a,.side-box h4 a{display:inline-block;min-height:24px;line-height:24px}.said{white-space:pre-wrap}kbd{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--shade);border:1px solid var(--line);border-bottom-width:2px;border-radius:4px;padding:1px 5px}
        dialog{border:1px solid var(--line);border-radius:12px;background:var(--paper);color:var(--ink);padding:20px 24px;max-width:min(640px,92vw);box-shadow:0 12px 48px #0004}dialog::backdrop{background:#0006}
        dialog dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 16px;margin:8px 0 16px}dialog dd{margin:0}
        .empty{background:var(--surface);border-radius:10px;padding:24px;color:var(--soft)}.empty code{color:var(--ink)}
        .toast{position:fixed;bottom:16px;left:50%;transform:translateX(-50%);background:var(--ink);color:var(--paper);border-radius:8px;padding:8px 16px;z-index:9}
        @media(prefers-reduced-motion:no-preference){.tick{animation:tick 1.6s ease-in-out infinite}@keyframes tick{50%{opacity:.35}}}
        @media(max-width:699px){.bar nav{order:5;flex-basis:100%}.bar nav a{padding:6px 8px}.find{flex:1 1 90px;min-width:0}.find input{width:100%}.bar{gap:4px 8px}.brand img{width:24px;height:24px}.head h1{font-size:22px}.filter label{flex:1 1 40%}.filter select,.filter input,.filter input[type=search]{width:100%}}
        @media(min-width:2200px){html{font-size:18px}body{font-size:17px}.page,.bar{max-width:2000px}table,.note,code,pre{font-size:15px}}
        @media(min-width:3000px){body{font-size:20px}.page,.bar{max-width:2600px}table,.note,code,pre,.text,.card p,.over,.bar nav a,.line,.side-list li,.turn .text,.filter,summary,input,select,textarea,button,.button{font-size:18px}.head h1{font-size:38px}.page h2{font-size:28px}svg.chart{zoom:1.3}}
        @media print{.top,.tabs,.actions{display:none}.turn{display:block}}

        """
}
