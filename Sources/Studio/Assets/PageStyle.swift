extension Assets {
    /// Home, runs, a run, a sample, comparisons.
    static let pageStyle = """
        .cards{display:grid;gap:12px;grid-template-columns:repeat(auto-fill,minmax(min(100%,320px),1fr))}
        .card{background:var(--surface);border-radius:10px;padding:14px 16px;min-width:0}.card h3{margin:0 0 4px;font-size:15px;overflow-wrap:anywhere}.card p{margin:0 0 6px;font-size:13px;color:var(--soft)}
        .card a{color:var(--ink);text-decoration:none}.card a:hover{color:var(--c1)}.card .big{font-size:24px;font-weight:650;font-variant-numeric:tabular-nums;color:var(--ink);letter-spacing:-.01em}
        .columns{display:grid;gap:0 40px;grid-template-columns:minmax(0,1fr)}@media(min-width:1100px){.columns{grid-template-columns:minmax(0,3fr) minmax(0,1fr)}}.columns h2{font-size:18px}
        .columns>section,.columns>div>section{margin-top:16px;border-top:0;padding-top:8px}.side-list{list-style:none;margin:0;padding:0}.side-list li{padding:6px 0;border-bottom:1px solid var(--grid);font-size:14px}
        .runs td,.runs th{vertical-align:middle;padding:8px 16px 8px 0}.runs{width:100%}.runs .name a{color:var(--ink);font-weight:600;text-decoration:none}.runs .name a:hover{color:var(--c1)}
        .runs .name small{display:block;color:var(--soft);font-size:12px}.runs th a{color:inherit;text-decoration:none}.runs th a:hover{color:var(--c1)}.runs th[aria-sort]{color:var(--ink);font-weight:600}
        .runs tr:hover td,.runs tr:focus-within td{background:var(--surface)}.runs .spark svg{width:96px;height:24px}.runs .pick{padding-right:8px;width:24px}
        .state{font-size:12px;line-height:18px;padding:0 8px;border-radius:9px;background:var(--shade);white-space:nowrap;display:inline-block}.state.running{background:var(--c1);color:var(--paper)}.state.interrupted{color:var(--warn);border:1px dashed var(--warn)}.state.failed{background:var(--bad);color:var(--paper)}
        .meter{display:block;width:100%;max-width:140px;height:8px;border-radius:4px;overflow:hidden;background:var(--grid)}.meter rect.pass{fill:var(--good)}.meter rect.fail{fill:var(--bad)}.meter rect.unscored{fill:var(--warn);opacity:.7}.meter.wide{max-width:none;height:10px}
        .rates{display:grid;grid-template-columns:max-content max-content 100px;gap:2px 10px;align-items:center;font-size:13px}.rates span:nth-child(3n+2){text-align:right;font-variant-numeric:tabular-nums;font-weight:600}.rates .who{color:var(--soft);max-width:180px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
        .matrix{font-size:14px}.matrix td{padding:0;border:0}.matrix a{display:block;padding:8px 12px;margin:1px;border-radius:6px;color:var(--ink);text-decoration:none;background:var(--surface);min-width:112px}
        .matrix a:hover{outline:2px solid var(--c1);outline-offset:-2px}.matrix b{font-size:18px;font-variant-numeric:tabular-nums}.matrix small{display:block;color:var(--soft);font-size:12px;white-space:nowrap}.matrix .meter{margin-top:4px;height:5px}
        .matrix th{vertical-align:middle}.matrix thead th{vertical-align:bottom;padding:4px 12px}
        .talk{display:grid;gap:12px;margin:0}.turn{border-radius:10px;padding:10px 14px;background:var(--surface);min-width:0}.turn.assistant{background:var(--shade)}.turn.answer{background:var(--paper);box-shadow:inset 0 0 0 2px var(--c1)}
        .turn h3{font-size:12px;font-weight:600;color:var(--soft);margin:0 0 4px;text-transform:none}.turn .text{background:none;padding:0;max-height:none;font-size:15px}.turn .text.long{max-height:70vh}
        .split{display:grid;gap:24px 40px;grid-template-columns:minmax(0,1fr)}@media(min-width:1000px){.split{grid-template-columns:minmax(0,3fr) minmax(300px,2fr)}}.split section{border:0;padding:0;margin:0 0 28px}.split h2{font-size:18px}
        .score{border-top:1px solid var(--grid);padding:10px 0}.score:first-of-type{border-top:0}.score p{margin:4px 0;overflow-wrap:anywhere;font-size:14px}.score header .muted{font-size:13px}.score header{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;justify-content:space-between}.score details{font-size:13px}.score summary{cursor:pointer;color:var(--soft)}
        .history{list-style:none;margin:6px 0;padding:0 0 0 12px;border-left:2px solid var(--line);font-size:13px}.history li{padding:2px 0;overflow-wrap:anywhere}
        .tokens{font:14px/2 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:0}.tok{border-radius:3px;padding:2px 1px;border-bottom:2px solid transparent}
        .tok.p4{border-color:var(--grid)}.tok.p3{border-color:var(--c2);border-bottom-style:dotted}.tok.p2{border-color:var(--c2)}.tok.p1{background:color-mix(in srgb,var(--c2) 18%,transparent);border-color:var(--c2)}.tok.p0{background:color-mix(in srgb,var(--bad) 26%,transparent);border-color:var(--bad)}
        .legend{display:flex;flex-wrap:wrap;gap:4px 14px;font-size:12px;color:var(--soft)}
        .near{width:100%}.near td,.near th{vertical-align:middle}.near td.text-cell{color:var(--soft);max-width:0;width:100%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.near tr[aria-current] td,.near tr[aria-current] th{background:var(--shade)}
        .sides{display:grid;gap:12px;grid-auto-columns:minmax(min(280px,80vw),1fr);grid-auto-flow:column;overflow-x:auto;padding-bottom:4px}.side-box{background:var(--surface);border-radius:10px;padding:10px 14px;min-width:0}.side-box h4{margin:0 0 6px;font-size:13px;color:var(--soft);font-weight:600;overflow-wrap:anywhere}.side-box .text{background:none;padding:0;max-height:400px}
        ins{background:color-mix(in srgb,var(--c1) 22%,transparent);text-decoration:none;border-radius:2px;box-shadow:0 1px 0 var(--c1)}del{background:color-mix(in srgb,var(--bad) 18%,transparent);border-radius:2px}
        .flip{border-top:1px solid var(--line);padding:14px 0}.flip>header{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;margin:0 0 8px}.flip h3{margin:0;font-size:15px;overflow-wrap:anywhere}.flip:focus-within{background:none}
        .found .text{background:none;padding:0;margin:4px 0 0;max-height:120px}.found{background:var(--surface);border-radius:8px;padding:10px 14px;margin:0 0 8px}
        @media(max-width:699px){.runs thead{display:none}.runs tr{display:grid;grid-template-columns:auto 1fr auto;gap:2px 10px;padding:10px 0;border-bottom:1px solid var(--grid)}.runs td{border:0;padding:0}.runs td.name{grid-column:2}.runs td.status{grid-column:3;text-align:right}.runs td.wide{grid-column:2/4}.runs td.spark,.runs td.num,.runs td.minor{display:none}.rates{grid-template-columns:minmax(0,1fr) max-content 80px}.matrix a{min-width:88px;padding:6px 8px}.near th,.near td{padding-right:10px}}

        """
}
