extension Assets {
    /// The list of samples, of any length.
    static let listStyle = """
        .rows{border:1px solid var(--line);border-radius:10px;overflow:hidden}.rows ol{list-style:none;margin:0;padding:0}
        .rows.virtual{height:calc(100dvh - 250px);min-height:360px;overflow:auto;contain:strict;scrollbar-gutter:stable}.rows.virtual ol{position:relative}.rows.virtual li{position:absolute;left:0;right:0;top:0}
        .line{display:grid;grid-template-columns:minmax(150px,1.7fr) minmax(100px,1fr) minmax(170px,1.8fr) minmax(0,3.4fr) 66px;gap:0 14px;align-items:center;height:44px;padding:0 14px;color:var(--ink);text-decoration:none;border-bottom:1px solid var(--grid);font-size:14px}
        .line>*{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;min-width:0}.line:hover{background:var(--surface)}.line:focus-visible{outline-offset:-2px;background:var(--surface)}.line:visited .case{color:var(--soft)}
        .line .case{font-weight:600}.line .lane,.line .time{color:var(--soft);font-size:13px}.line .time{text-align:right;font-variant-numeric:tabular-nums}.line .marks{display:flex;gap:4px;overflow:hidden}.line .marks .badge{margin:0;overflow:hidden;text-overflow:ellipsis;flex:0 1 auto;min-width:28px}.line .quote{color:var(--soft);font-size:13px}
        .pager{margin:12px 0}.rows.virtual+.pager{display:none}.count{font-size:13px;color:var(--soft);margin:0 0 8px;min-height:20px;font-variant-numeric:tabular-nums}.wait{height:44px;border-bottom:1px solid var(--grid)}
        @media(max-width:899px){.line{grid-template-columns:minmax(0,1fr) auto;grid-template-rows:24px 22px;height:60px;padding:6px 12px;gap:2px 10px}.line .lane{display:none}.line .time{display:none}.line .marks{grid-row:1;grid-column:2;max-width:40vw}.line .quote{grid-column:1/3}.wait{height:60px}.rows.virtual{height:calc(100dvh - 220px)}}

        """
}
