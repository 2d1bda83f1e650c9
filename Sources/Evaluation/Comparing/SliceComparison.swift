package import LanguageModel
import Statistics

/// Two runs compared within each clause or each value of a tag, corrected over all slices.
package struct SliceComparison: Sendable, Hashable {
    /// What makes a slice.
    package enum Kind: Sendable, Hashable {
        /// The cases that test a clause; a case may be in several.
        case clause
        /// The cases that have one value of a tag.
        case tag(String)
    }

    /// One scorer's difference within a slice.
    package struct Row: Sendable, Hashable {
        package var slice: String
        package var difference: RunComparison.Difference
    }

    package var kind: Kind
    package var rows: [Row]

    /// Compares two runs slice by slice; slices with fewer than two pairs are left out.
    package init(
        _ first: RunEvidence, _ second: RunEvidence, by kind: Kind,
        options: SummaryOptions = SummaryOptions()
    ) {
        self.kind = kind
        var names: [String] = []
        for item in first.cases {
            for name in Self.slices(of: item, kind) where !names.contains(name) {
                names.append(name)
            }
        }
        rows = []
        for name in names {
            let comparison = RunComparison(
                Self.part(first, name, kind), Self.part(second, name, kind), options: options)
            rows += comparison.differences.map { Row(slice: name, difference: $0) }
        }
        let adjusted =
            (try? Multiplicity.holm.adjusted(rows.map(\.difference.contrast.pValue))) ?? []
        for (index, pValue) in adjusted.enumerated() {
            let found = pValue <= options.alpha
            rows[index].difference.contrast.adjustedPValue = pValue
            rows[index].difference.contrast.isFound = found
            let change = rows[index].difference.contrast.difference.value
            if rows[index].difference.outcome != .unchanged {
                rows[index].difference.outcome =
                    found ? (change > 0 ? .better : .worse) : .withinNoise
            }
        }
    }

    /// The rows as JSON.
    package var json: JSONValue {
        .array(
            rows.map { row in
                let contrast = row.difference.contrast
                var object: [String: JSONValue] = [
                    "slice": .string(row.slice), "scorer": .string(contrast.scorer),
                    "prompt": .string(row.difference.lane.prompt),
                    "model": .string(row.difference.lane.model),
                    "cases": .integer(contrast.difference.cases),
                    "first_rate": .number(contrast.firstRate),
                    "second_rate": .number(contrast.secondRate),
                    "difference": .number(contrast.difference.value),
                    "p": .number(contrast.pValue), "p_holm": .number(contrast.adjustedPValue),
                    "fixed": .integer(row.difference.fixed),
                    "broken": .integer(row.difference.broken),
                    "outcome": .string(row.difference.outcome.rawValue),
                ]
                object["low"] = contrast.difference.low.map(JSONValue.number)
                object["high"] = contrast.difference.high.map(JSONValue.number)
                return .object(object)
            })
    }

    private static func slices(of item: RunEvidence.CaseFacts, _ kind: Kind) -> [String] {
        switch kind {
        case .clause: item.clauses
        case .tag(let name): item.tags[name].map { [$0] } ?? []
        }
    }

    /// The evidence with the scores of one slice alone.
    private static func part(_ evidence: RunEvidence, _ name: String, _ kind: Kind) -> RunEvidence {
        let inside = Set(
            evidence.cases.indices.filter { slices(of: evidence.cases[$0], kind).contains(name) }
                .map { Int32($0) })
        var part = evidence
        part.scores = evidence.scores.filter {
            inside.contains(evidence.samples[Int($0.sampleIndex)].caseIndex)
        }
        return part
    }
}
