import LanguageModel

/// How the scores of a case's epochs become one.
package enum EpochReducer: Sendable, Hashable, CustomStringConvertible {
    case mean, median, mode, max
    /// 1 where at least k epochs pass.
    case atLeast(Int)
    /// The chance that at least one of k passes.
    case passAt(Int)
    /// The chance that all of k pass.
    case passHat(Int)

    /// Reads `mean`, `at-least-2`, `pass@3` or `pass^3`; nil for anything else.
    package init?(_ text: String) {
        func number(after prefix: String) -> Int? {
            guard text.hasPrefix(prefix) else { return nil }
            let digits = text.dropFirst(prefix.count)
            guard digits.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }),
                let number = Int(digits), number >= 1
            else { return nil }
            return number
        }
        switch text {
        case "mean": self = .mean
        case "median": self = .median
        case "mode": self = .mode
        case "max": self = .max
        default:
            if let k = number(after: "at-least-") {
                self = .atLeast(k)
            } else if let k = number(after: "pass@") {
                self = .passAt(k)
            } else if let k = number(after: "pass^") {
                self = .passHat(k)
            } else {
                return nil
            }
        }
    }

    /// As documents write it.
    package var description: String {
        switch self {
        case .mean: "mean"
        case .median: "median"
        case .mode: "mode"
        case .max: "max"
        case .atLeast(let k): "at-least-\(k)"
        case .passAt(let k): "pass@\(k)"
        case .passHat(let k): "pass^\(k)"
        }
    }

    /// How many epochs it needs.
    package var epochs: Int {
        switch self {
        case .mean, .median, .mode, .max: 1
        case .atLeast(let k), .passAt(let k), .passHat(let k): k
        }
    }
}

/// How often each case is sampled, and how the scores become one.
package struct EpochPlan: Sendable, Hashable {
    package var count: Int
    package var reducer: EpochReducer

    package init(count: Int, reducer: EpochReducer = .mean) {
        self.count = count
        self.reducer = reducer
    }

    static let shape = Shape.either([
        .integer(1...100_000),
        .object(
            ObjectShape(
                "epochs", "How often each case is sampled, and how the scores become one.",
                fields: [
                    .required("count", .integer(1...100_000), "Samples of each case and prompt."),
                    .optional(
                        "reducer", .label,
                        "mean, median, mode, max, at-least-K, pass@K or pass^K.",
                        default: "mean", examples: ["mean", "at-least-2", "pass@3", "pass^3"]),
                ])),
    ])

    /// Reads a plan that fits the shape.
    init(document node: DocumentNode, into errors: inout DocumentErrorCollector) {
        count = node.integer ?? node["count"]?.integer ?? 1
        reducer = .mean
        guard let text = node["reducer"] else { return }
        guard let reducer = EpochReducer(text.label ?? "") else {
            let words = ["mean", "median", "mode", "max", "at-least-2", "pass@2", "pass^2"]
            errors.add(
                text.error(
                    "'\(text.label ?? "")' is no reducer",
                    suggestion: Spelling.nearest(to: text.label ?? "", among: words).map {
                        "did you mean '\($0)'?"
                    } ?? "one of mean, median, mode, max, at-least-K, pass@K, pass^K"))
            return
        }
        self.reducer = reducer
        if reducer.epochs > count {
            errors.add(
                text.error(
                    "\(reducer) needs at least \(reducer.epochs) epochs; there are \(count)",
                    suggestion: "raise count or lower K"))
        }
    }
}
