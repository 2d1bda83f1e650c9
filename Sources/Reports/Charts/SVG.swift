/// A small writer of SVG: elements with escaped text, coordinates to a tenth of a unit.
///
/// Nothing is styled inline; marks carry classes that `ChartStyle` colours for light, dark and
/// print.
struct SVG {
    private(set) var body = ""

    /// A straight line.
    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
        body +=
            "<line x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" "
            + "y2=\"\(Self.number(y2))\" class=\"\(style)\"/>\n"
    }

    /// A rectangle; a negative or empty one is left out.
    mutating func rect(
        x: Double, y: Double, width: Double, height: Double, _ style: String, radius: Double = 0,
        opacity: Double? = nil
    ) {
        guard width > 0, height > 0 else { return }
        body +=
            "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" "
            + "height=\"\(Self.number(height))\" class=\"\(style)\""
        if radius > 0 { body += " rx=\"\(Self.number(radius))\"" }
        if let opacity { body += " fill-opacity=\"\(NumberText.fixed(opacity, decimals: 2))\"" }
        body += "/>\n"
    }

    /// A line through points.
    mutating func polyline(_ points: [(x: Double, y: Double)], _ style: String) {
        guard points.count > 1 else { return }
        let list = points.map { Self.number($0.x) + "," + Self.number($0.y) }
        body += "<polyline points=\"\(list.joined(separator: " "))\" class=\"\(style)\"/>\n"
    }

    /// A filled area between points.
    mutating func polygon(_ points: [(x: Double, y: Double)], _ style: String) {
        guard points.count > 2 else { return }
        let list = points.map { Self.number($0.x) + "," + Self.number($0.y) }
        body += "<polygon points=\"\(list.joined(separator: " "))\" class=\"\(style)\"/>\n"
    }

    /// Where a text's position lies in it.
    enum Anchor: String { case start, middle, end }

    /// A line of text; its position is the baseline.
    mutating func text(
        _ text: String, x: Double, y: Double, _ style: String = "c-label", anchor: Anchor = .start
    ) {
        guard !text.isEmpty else { return }
        body += "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" class=\"\(style)\""
        if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
        body += ">\(SafeText.html(text))</text>\n"
    }

    /// Marks that belong together, with what a pointer or a screen reader says of them.
    mutating func group(_ title: String, _ content: (inout SVG) -> Void) {
        body += "<g><title>\(SafeText.html(title))</title>\n"
        content(&self)
        body += "</g>\n"
    }

    /// The mark of a series: its shape tells it apart without colour.
    mutating func mark(
        series: Int, x: Double, y: Double, radius r: Double = 4.5, hollow: Bool = false
    ) {
        let style = hollow ? "c-hollow c-stroke\(series % 6 + 1)" : "c-fill\(series % 6 + 1)"
        switch series % 6 {
        case 0:
            body +=
                "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(r))\" "
                + "class=\"\(style)\"/>\n"
        case 1:
            let half = r * 0.9
            rect(x: x - half, y: y - half, width: 2 * half, height: 2 * half, style)
        case 2:
            polygon(
                [(x, y - r * 1.2), (x + r * 1.15, y + r * 0.85), (x - r * 1.15, y + r * 0.85)],
                style)
        case 3:
            polygon(
                [(x, y - r * 1.3), (x + r * 1.3, y), (x, y + r * 1.3), (x - r * 1.3, y)], style)
        case 4:
            polygon(
                [(x, y + r * 1.2), (x + r * 1.15, y - r * 0.85), (x - r * 1.15, y - r * 0.85)],
                style)
        default:
            let w = r * 0.42
            polygon(
                [
                    (x - w, y - r), (x + w, y - r), (x + w, y - w), (x + r, y - w), (x + r, y + w),
                    (x + w, y + w), (x + w, y + r), (x - w, y + r), (x - w, y + w), (x - r, y + w),
                    (x - r, y - w), (x - w, y - w),
                ], style)
        }
    }

    /// The whole picture.
    ///
    /// - Parameters:
    ///   - id: a prefix for the ids in it, unique in the document.
    ///   - style: CSS to carry along, for a file that stands alone.
    func document(
        id: String, width: Double, height: Double, title: String, description: String,
        cssClass: String = "chart", style: String? = nil
    ) -> String {
        let id = Self.slug(id)
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"\(cssClass)\" "
            + "viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\" "
            + "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\" role=\"img\" "
            + "aria-labelledby=\"\(id)-t \(id)-d\">\n"
            + "<title id=\"\(id)-t\">\(SafeText.html(title))</title>\n"
            + "<desc id=\"\(id)-d\">\(SafeText.html(description))</desc>\n"
            + (style.map { "<style>\($0)</style>\n" } ?? "") + body + "</svg>\n"
    }

    /// A coordinate to a tenth of a unit, without needless zeros.
    static func number(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e9 else { return "0" }
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let magnitude = tenths.magnitude
        return magnitude % 10 == 0
            ? "\(sign)\(magnitude / 10)" : "\(sign)\(magnitude / 10).\(magnitude % 10)"
    }

    /// A name made fit for an id.
    static func slug(_ text: String) -> String {
        var output = ""
        for scalar in text.lowercased().unicodeScalars {
            let isWord =
                ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
            output.unicodeScalars.append(isWord ? scalar : "-")
        }
        return output
    }

    /// About how wide a text is at the label size: 12 px of a system font.
    static func width(of text: String, size: Double = 12) -> Double {
        Double(TextWidth.columns(text)) * size * 0.61
    }

    /// A text cut to about a width.
    static func fitted(_ text: String, width: Double, size: Double = 12) -> String {
        // A width that was measured must hold its own text whatever the last digit of the quotient.
        TextWidth.truncated(text, to: max(Int(width / (size * 0.61) + 0.001), 1)).text
    }
}
