/// Boxes in columns with arrows between them: how one thing becomes another.
package struct FlowFigure: Chart {
    /// A box.
    package struct Box: Sendable, Hashable {
        package var id: String
        package var title: String
        package var column: Int
        package var row: Int
        package var isDashed: Bool

        package init(
            _ id: String, _ title: String, column: Int, row: Int, isDashed: Bool = false
        ) {
            self.id = id
            self.title = title
            self.column = column
            self.row = row
            self.isDashed = isDashed
        }
    }

    /// An arrow between two boxes, by their names.
    package struct Arrow: Sendable, Hashable {
        package var from: String
        package var to: String

        package init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    package var title: String
    package var summary: String
    /// The headings of the columns.
    package var columns: [String]
    package var boxes: [Box]
    package var arrows: [Arrow]

    package init(
        title: String, summary: String, columns: [String], boxes: [Box], arrows: [Arrow]
    ) {
        self.title = title
        self.summary = summary
        self.columns = columns
        self.boxes = boxes
        self.arrows = arrows
    }

    /// The boxes with what leads to each.
    package var table: Table {
        var table = Table(columns: [Table.Column("part"), Table.Column("comes from")])
        table.rows = boxes.map { box in
            let from = arrows.filter { $0.to == box.id }.compactMap { arrow in
                boxes.first { $0.id == arrow.from }?.title
            }
            return [Table.Cell(box.title), Table.Cell(from.joined(separator: ", "))]
        }
        return table
    }

    package func draw(width: Double, on canvas: inout ChartCanvas) -> Double {
        let count = max(columns.count, 1)
        let gap = width < 480 ? 12.0 : 44.0
        let wide = (width - 2 - gap * Double(count - 1)) / Double(count)
        let (high, step, top) = (44.0, 84.0, 28.0)
        func origin(_ box: Box) -> (x: Double, y: Double) {
            (1 + Double(box.column) * (wide + gap), top + Double(box.row) * step)
        }
        for (index, name) in columns.enumerated() {
            canvas.svg.text(
                SVG.fitted(name, width: wide), x: 1 + Double(index) * (wide + gap), y: 14,
                "c-soft")
        }
        for arrow in arrows {
            guard let from = boxes.first(where: { $0.id == arrow.from }),
                let to = boxes.first(where: { $0.id == arrow.to })
            else { continue }
            let (a, b) = (origin(from), origin(to))
            if from.column == to.column {
                let x = a.x + wide / 2
                draw([(x, a.y + high), (x, b.y - 2)], on: &canvas)
            } else {
                let middle = a.x + wide + gap / 2
                let (start, end) = (a.y + high / 2, b.y + high / 2)
                draw(
                    [(a.x + wide, start), (middle, start), (middle, end), (b.x - 2, end)],
                    on: &canvas)
            }
        }
        for box in boxes {
            let place = origin(box)
            canvas.svg.group(box.title + (box.isDashed ? ", where people judge" : "")) { svg in
                svg.rect(
                    x: place.x, y: place.y, width: wide, height: high,
                    box.isDashed ? "c-box c-human" : "c-box", radius: 6)
                svg.text(
                    SVG.fitted(box.title, width: wide - 8), x: place.x + wide / 2,
                    y: place.y + high / 2 + 4, "c-name", anchor: .middle)
            }
        }
        return top + Double(boxes.map(\.row).max() ?? 0) * step + high + 4
    }

    private func draw(_ points: [(x: Double, y: Double)], on canvas: inout ChartCanvas) {
        canvas.svg.polyline(points, "c-link c-stroke6")
        guard let end = points.last, points.count > 1 else { return }
        let before = points[points.count - 2]
        let (dx, dy) = (end.x - before.x, end.y - before.y)
        let head: [(x: Double, y: Double)] =
            dx.magnitude > dy.magnitude
            ? [(end.x + 2, end.y), (end.x - 6, end.y - 4), (end.x - 6, end.y + 4)]
            : [(end.x, end.y + 2), (end.x - 4, end.y - 6), (end.x + 4, end.y - 6)]
        canvas.svg.polygon(head, "c-fill6")
    }
}
