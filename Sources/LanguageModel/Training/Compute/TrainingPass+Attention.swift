import CKernels

extension TrainingPass {
    /// A run of query rows of one sequence, with the keys that they see.
    private struct Span {
        /// The first query row.
        let first: Int
        let count: Int
        /// How many keys of the prompt all of them see; the prompt's first row.
        let sharedKeys: Int
        let sharedFirst: Int
        /// The first row of the keys that they see as far as they themselves stand.
        let ownFirst: Int
        /// How many own keys the last of them sees.
        let ownKeys: Int

        var keys: Int { sharedKeys + ownKeys }

        /// How many keys a query sees.
        func keys(of query: Int) -> Int { sharedKeys + first - ownFirst + query + 1 }
    }

    private func spans(of group: BatchLayout.Group) -> [Span] {
        var spans: [Span] = []
        func add(_ rows: Range<Int>, shared: Int) {
            for first in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.queryRows) {
                let last = min(rows.upperBound, first + Self.queryRows)
                spans.append(
                    Span(
                        first: first, count: last - first, sharedKeys: shared,
                        sharedFirst: group.first, ownFirst: rows.lowerBound,
                        ownKeys: last - rows.lowerBound))
            }
        }
        add(group.first..<group.first + group.promptCount, shared: 0)
        for completion in group.completions { add(completion, shared: group.promptCount) }
        return spans
    }

    private static var queryRows: Int { AttentionScratch.queries }

    /// attended = softmax(queries · keysᵀ / √d) · values, for every head.
    func attention(_ slot: BlockActivations) {
        let heads = shape.headCount
        pool.run(layout.groups.count * heads) { task, worker in
            let (group, head) = task.quotientAndRemainder(dividingBy: heads)
            let scratch = workers[worker]
            let view = HeadView(slot.projected, shape, head: head)
            let output = slot.attended.from(column: head * shape.headDimension)
            for span in spans(of: layout.groups[group]) {
                probabilities(span, view, scratch)
                multiply(span, scratch.probabilities, view.values) { part, keys, isFirst in
                    MatrixLibrary.multiply(
                        .plain, part, keys.view, into: output.from(row: span.first),
                        rows: span.count, columns: shape.headDimension, inner: keys.count,
                        keep: isFirst ? 0 : 1)
                }
            }
        }
    }

    /// The gradients of queries, keys and values from that of `attended`.
    func attentionBackward(
        _ slot: BlockActivations, from attended: MatrixView, into gradient: MatrixView
    ) {
        let size = shape.headDimension
        let shared = shape.headCount / shape.keyValueHeadCount
        pool.run(layout.groups.count * shape.keyValueHeadCount) { task, worker in
            let (index, keyHead) = task.quotientAndRemainder(dividingBy: shape.keyValueHeadCount)
            let group = layout.groups[index]
            let scratch = workers[worker]
            let firstHead = HeadView(gradient, shape, head: keyHead * shared)
            let last = group.completions.last?.upperBound ?? group.first + group.promptCount
            for row in group.first..<last {
                firstHead.keys.row(row).initialize(repeating: 0, count: size)
                firstHead.values.row(row).initialize(repeating: 0, count: size)
            }
            for head in keyHead * shared..<(keyHead + 1) * shared {
                let view = HeadView(slot.projected, shape, head: head)
                let result = HeadView(gradient, shape, head: head)
                let outer = attended.from(column: head * size)
                for span in spans(of: group) {
                    backward(span, view, outer, into: result, scratch)
                }
            }
        }
    }

    private func backward(
        _ span: Span, _ view: HeadView, _ outer: MatrixView, into result: HeadView,
        _ scratch: AttentionScratch
    ) {
        let size = shape.headDimension
        let outerRows = outer.from(row: span.first)
        let queries = view.queries.from(row: span.first)
        probabilities(span, view, scratch)
        multiply(span, scratch.gradients, view.values) { part, values, _ in
            MatrixLibrary.multiply(
                .rightTransposed, outerRows, values.view, into: part, rows: span.count,
                columns: values.count, inner: size)
        }
        multiply(span, scratch.probabilities, result.values) { part, values, _ in
            MatrixLibrary.multiply(
                .leftTransposed, part, outerRows, into: values.view, rows: values.count,
                columns: size, inner: span.count, keep: 1)
        }
        for query in 0..<span.count {
            let seen = span.keys(of: query)
            let gradient = scratch.gradients.row(query)
            rows.table.pointee.softmax_backward(
                scratch.probabilities.row(query), gradient, seen, scale)
            (gradient + seen).initialize(repeating: 0, count: span.keys - seen)
        }
        multiply(span, scratch.gradients, view.keys) { part, keys, isFirst in
            MatrixLibrary.multiply(
                .plain, part, keys.view, into: result.queries.from(row: span.first),
                rows: span.count, columns: size, inner: keys.count, keep: isFirst ? 0 : 1)
        }
        multiply(span, scratch.gradients, result.keys) { part, keys, _ in
            MatrixLibrary.multiply(
                .leftTransposed, part, queries, into: keys.view, rows: keys.count, columns: size,
                inner: span.count, keep: 1)
        }
    }

    // MARK: parts

    private var scale: Float { 1 / Float(shape.headDimension).squareRoot() }

    /// softmax(scale · queries · keysᵀ) of a span; zero where a query does not see a key.
    private func probabilities(_ span: Span, _ view: HeadView, _ scratch: AttentionScratch) {
        let queries = view.queries.from(row: span.first)
        multiply(span, scratch.probabilities, view.keys) { part, keys, _ in
            MatrixLibrary.multiply(
                .rightTransposed, queries, keys.view, into: part, rows: span.count,
                columns: keys.count, inner: shape.headDimension, factor: scale)
        }
        for query in 0..<span.count {
            let row = scratch.probabilities.row(query)
            let seen = span.keys(of: query)
            let sum = kernels.table.pointee.exponentiate(row, seen)
            rows.table.pointee.scale(row, 1 / sum, seen)
            (row + seen).initialize(repeating: 0, count: span.keys - seen)
        }
    }

    /// Calls `body` with the columns of `scores` and the rows of `keys` that belong together: the
    /// prompt's, where the span has a prompt before it, then the span's own.
    private func multiply(
        _ span: Span, _ scores: MatrixView, _ keys: MatrixView,
        _ body: (
            _ part: MatrixView, _ keys: (view: MatrixView, count: Int), _ isFirst: Bool
        ) -> Void
    ) {
        if span.sharedKeys > 0 {
            body(scores, (keys.from(row: span.sharedFirst), span.sharedKeys), true)
        }
        body(
            scores.from(column: span.sharedKeys), (keys.from(row: span.ownFirst), span.ownKeys),
            span.sharedKeys == 0)
    }

    /// One head's columns of projected rows.
    private struct HeadView {
        let queries: MatrixView
        let keys: MatrixView
        let values: MatrixView

        init(_ projected: MatrixView, _ shape: LlamaConfiguration, head: Int) {
            let size = shape.headDimension
            let keyHead = head / (shape.headCount / shape.keyValueHeadCount)
            queries = projected.from(column: head * size)
            keys = projected.from(column: shape.queryLength + keyHead * size)
            values = projected.from(
                column: shape.queryLength + shape.keyValueLength + keyHead * size)
        }
    }
}
