import Reports

/// The picture that other sites show beside a link to a page: 1200 by 630 pixels.
struct SocialCard {
    var over: String
    var title: String
    /// A number with its interval and what it is; nil for none.
    var figure: (value: String, caption: String)?
    var foot: String

    static let (width, height) = (1200, 630)

    /// The picture as SVG, in fixed colours: previews know no dark mode.
    var svg: String {
        var body = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.width)" height="\(Self.height)" \
            viewBox="0 0 \(Self.width) \(Self.height)" role="img" aria-label="\(SafeText.html(title))">
            <style>text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;\
            fill:#16181d}.o{font-size:26px;fill:#59616e}.t{font-size:68px;font-weight:700;letter-spacing:-1.5px}\
            .v{font-size:58px;font-weight:700;fill:#1565a8;letter-spacing:-1px}.i{font-weight:400;font-size:34px;fill:#59616e}\
            .c{font-size:26px;fill:#59616e}</style>
            <rect width="\(Self.width)" height="\(Self.height)" fill="#ffffff"/>
            <rect width="16" height="\(Self.height)" fill="#1565a8"/>
            <text class="o" x="80" y="96">\(SafeText.html(over))</text>

            """
        var y = 186
        for line in Self.lines(title, most: figure == nil ? 4 : 3) {
            body += "<text class=\"t\" x=\"78\" y=\"\(y)\">\(SafeText.html(line))</text>\n"
            y += 78
        }
        if let figure {
            let parts = figure.value.split(separator: " ", maxSplits: 1).map(String.init)
            let interval = parts.count > 1 ? parts[1] : ""
            body += """
                <text class="v" x="79" y="470">\(SafeText.html(parts.first ?? ""))\
                <tspan class="i" dx="18">\(SafeText.html(interval))</tspan></text>
                <text class="c" x="80" y="512">\(SafeText.html(Self.lines(figure.caption, most: 1, width: 72).first ?? ""))</text>

                """
        }
        return body
            + "<text class=\"c\" x=\"80\" y=\"580\">\(SafeText.html(foot))</text>\n</svg>\n"
    }

    /// Words in lines of about `width` characters; what does not fit ends in an ellipsis.
    private static func lines(_ text: String, most: Int, width: Int = 30) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + word.count + 1 <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        if lines.count > most {
            lines = Array(lines.prefix(most))
            lines[most - 1] += "…"
        }
        return lines
    }
}
