/// A picture of numbers that can be drawn at any width and told as a table.
package protocol Chart: Sendable {
    /// What the chart shows, in a few words.
    var title: String { get }
    /// What a reader who cannot see it should know: what is compared, and the main finding.
    var summary: String { get }
    /// The numbers themselves.
    var table: Table { get }
    /// Draws the marks.
    ///
    /// - Parameters:
    ///   - width: the width in CSS pixels; below 480 the labels stand above the marks.
    ///   - canvas: where to draw.
    /// - Returns: the height.
    func draw(width: Double, on canvas: inout ChartCanvas) -> Double
}

/// What a chart draws on.
package struct ChartCanvas {
    var svg = SVG()

    init() {}
}

extension Chart {
    /// The chart as SVG for a page that has `ChartStyle.css`.
    ///
    /// - Parameter id: unique in the page.
    package func svg(id: String, width: Double, cssClass: String = "chart") -> String {
        var canvas = ChartCanvas()
        let height = draw(width: width, on: &canvas)
        return canvas.svg.document(
            id: id, width: width, height: height, title: title, description: summary,
            cssClass: cssClass)
    }

    /// The chart as a file that stands alone, in the reader's light or dark colours.
    package func standaloneSVG(width: Double = 720) -> String {
        var canvas = ChartCanvas()
        let height = draw(width: width, on: &canvas)
        return canvas.svg.document(
            id: "chart", width: width, height: height, title: title, description: summary,
            style: ChartStyle.standaloneCSS)
    }

    /// The chart as a figure for a page: one drawing for wide places, one for narrow, so that
    /// text keeps its size, and the numbers as a table that opens on demand.
    ///
    /// - Parameters:
    ///   - id: unique in the page.
    ///   - wide: the width of the drawing for wide places, in CSS pixels.
    package func figure(id: String, wide: Double = 720) -> Markup {
        let wideSVG = Markup(trusted: svg(id: id + "-w", width: wide, cssClass: "chart wide"))
        let narrowSVG = Markup(trusted: svg(id: id + "-n", width: 330, cssClass: "chart narrow"))
        return """
            <figure class="chart-figure"><figcaption>\(title)</figcaption>
            \(wideSVG)\(narrowSVG)<details class="numbers"><summary>The numbers</summary>
            \(table.html())</details></figure>

            """
    }

    /// The chart alone for wide and narrow places, where the page gives title and numbers.
    package func drawing(id: String, wide: Double = 720) -> Markup {
        Markup(
            trusted: svg(id: id + "-w", width: wide, cssClass: "chart wide")
                + svg(id: id + "-n", width: 330, cssClass: "chart narrow"))
    }

    /// The chart as one of several side by side, drawn once at a small size.
    package func multiple(id: String) -> Markup {
        let picture = Markup(trusted: svg(id: id, width: 340))
        return """
            <figure class="chart-figure"><figcaption>\(title)</figcaption>\(picture)
            <details class="numbers"><summary>The numbers</summary>\(table.html())</details></figure>

            """
    }
}
