package import LanguageModel
package import Reports
package import Statistics

/// How far a person agrees with themselves, and with a friend, with the interval that so few items
/// really give.
package struct ReratingReport: Sendable {
    /// One coefficient with its interval, or why there is none.
    package struct Measure: Sendable {
        package var name: String
        package var result: Result<Estimate, Undefined>
    }

    /// Two columns of labels compared.
    package struct Comparison: Sendable {
        /// `first and second rating`, `me and anna`.
        package var title: String
        /// How many items both have.
        package var count: Int
        package var measures: [Measure]
        /// The items on which they differ: item, first label, second label.
        package var differences: [(item: String, first: String, second: String)]
        /// How often each label was given, first and second.
        package var marginals: [(label: String, first: Int, second: Int)]
    }

    package let session: ReratingSession
    package let comparisons: [Comparison]
    /// Agreement of all raters together; empty without a friend.
    package let together: [Measure]

    /// Compares what has been rated so far.
    ///
    /// - Parameter resamples: of the unit bootstrap.
    package init(_ session: ReratingSession, resamples: Int = 2000) {
        self.session = session
        let me = ReratingSession.oneself
        var comparisons: [Comparison] = []
        for pass in 1..<max(2, session.passes) {
            comparisons.append(
                Self.compare(
                    session, "rating \(pass) and rating \(pass + 1)",
                    session.column(rater: me, pass: pass),
                    session.column(rater: me, pass: pass + 1), resamples))
        }
        for other in session.others {
            comparisons.append(
                Self.compare(
                    session, "\(me) and \(other)", session.column(rater: me, pass: 1),
                    session.column(rater: other, pass: 1), resamples))
        }
        self.comparisons = comparisons.filter { $0.count > 0 }
        let columns = ([me] + session.others).map { session.column(rater: $0, pass: 1) }
        together =
            session.others.count < 2
            ? []
            : [
                Self.measure(
                    .krippendorff(session.isOrdered ? .ordinal : .nominal), columns, session,
                    resamples)
            ]
    }

    private static func compare(
        _ session: ReratingSession, _ title: String, _ first: [String?], _ second: [String?],
        _ resamples: Int
    ) -> Comparison {
        let both = session.items.indices.filter { first[$0] != nil && second[$0] != nil }
        let pair = [both.map { first[$0] }, both.map { second[$0] }]
        let coefficients: [AgreementCoefficient] = [
            .percent(), .cohen(session.isOrdered ? .quadratic : .identity),
            .krippendorff(session.isOrdered ? .ordinal : .nominal), .gwet(),
        ]
        let marginals = session.labels.map { label in
            (
                label: label, first: pair[0].count { $0 == label },
                second: pair[1].count { $0 == label }
            )
        }
        return Comparison(
            title: title, count: both.count,
            measures: both.isEmpty
                ? [] : coefficients.map { measure($0, pair, session, resamples) },
            differences: both.filter { first[$0] != second[$0] }.map {
                (session.items[$0].id, first[$0] ?? "", second[$0] ?? "")
            },
            marginals: marginals)
    }

    private static func measure(
        _ coefficient: AgreementCoefficient, _ columns: [[String?]], _ session: ReratingSession,
        _ resamples: Int
    ) -> Measure {
        do throws(Undefined) {
            let table = try RatingTable(labels: columns, scale: session.labels)
            let estimate = try table.agreement(
                coefficient,
                interval: .unitBootstrap(resamples: resamples, seed: UInt64(session.seed)))
            return Measure(name: coefficient.name, result: .success(estimate))
        } catch { return Measure(name: coefficient.name, result: .failure(error)) }
    }
}

extension ReratingReport {
    /// The coefficients, one row each.
    package var table: Table {
        var table = Table(columns: [
            .init("of"), .init("items", .trailing), .init("measure"), .init("value", .trailing),
            .init("95% interval", .trailing), .init("half width", .trailing),
        ])
        for comparison in comparisons {
            table.beginGroup()
            for (index, measure) in comparison.measures.enumerated() {
                table.rows.append(
                    Self.row(
                        measure, title: index == 0 ? comparison.title : "",
                        count: index == 0 ? "\(comparison.count)" : ""))
            }
        }
        for measure in together { table.rows.append(Self.row(measure, title: "all", count: "")) }
        table.notes = notes
        return table
    }

    private static func row(_ measure: Measure, title: String, count: String) -> [Table.Cell] {
        switch measure.result {
        case .failure(let why):
            return [
                .init(title, .strong), .init(count), .init(measure.name),
                .init("undefined", .muted),
                .init(why.cause), .init(""),
            ]
        case .success(let estimate):
            let interval = estimate.interval
            return [
                .init(title, .strong), .init(count), .init(measure.name),
                .init(NumberText.fixed(estimate.value, decimals: 2)),
                .init(
                    interval.map {
                        "[\(NumberText.fixed($0.lower, decimals: 2)), "
                            + "\(NumberText.fixed($0.upper, decimals: 2))]"
                    } ?? "none: \(estimate.whyNoInterval?.cause ?? "")"),
                .init(
                    interval.map { "±" + NumberText.fixed($0.width / 2, decimals: 2) } ?? ""),
            ]
        }
    }

    private var notes: [String] {
        var notes = [
            "Intervals resample items (2,000 times): they say what these few items can, not "
                + "whether another person would agree."
        ]
        if session.others.isEmpty {
            notes.append(
                "A person may agree with themselves and be wrong; a friend's file tells more: "
                    + "conduct rerate import \(session.name) FILE --rater NAME")
        }
        return notes
    }

    /// The report as JSON; stored as a record of kind agreement.
    package var json: JSONValue {
        [
            "kind": "re-rating", "session": .string(session.name),
            "items": .integer(session.items.count), "delay_days": .integer(session.delay),
            "comparisons": .array(
                comparisons.map { comparison in
                    [
                        "of": .string(comparison.title), "items": .integer(comparison.count),
                        "measures": .array(comparison.measures.map(Self.json)),
                        "differences": .array(
                            comparison.differences.map {
                                [
                                    "item": .string($0.item), "first": .string($0.first),
                                    "second": .string($0.second),
                                ]
                            }),
                        "labels": .array(
                            comparison.marginals.map {
                                [
                                    "label": .string($0.label), "first": .integer($0.first),
                                    "second": .integer($0.second),
                                ]
                            }),
                    ]
                }),
            "all": .array(together.map(Self.json)),
        ]
    }

    private static func json(_ measure: Measure) -> JSONValue {
        switch measure.result {
        case .failure(let why):
            ["measure": .string(measure.name), "value": .null, "undefined": .string(why.cause)]
        case .success(let estimate):
            [
                "measure": .string(measure.name), "value": .number(estimate.value),
                "low": estimate.interval.map { .number($0.lower) } ?? .null,
                "high": estimate.interval.map { .number($0.upper) } ?? .null,
                "method": .string(estimate.method),
            ]
        }
    }
}
