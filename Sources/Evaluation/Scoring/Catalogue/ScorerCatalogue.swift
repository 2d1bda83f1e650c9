import Workspace

/// All kinds of scorers.
package enum ScorerCatalogue {
    /// The rules, in the order of the documentation.
    static let rules: [any ScoringRule.Type] = [
        EqualsRule.self, ContainsRule<ContainsOne>.self, ContainsRule<ContainsAll>.self,
        ContainsRule<ContainsAny>.self, AffixRule<StartsWith>.self, AffixRule<EndsWith>.self,
        OneOfRule.self, RegexRule.self, NumericRule.self,
        JSONRule.self,
        LevenshteinRule.self, ROUGERule.self, BLEURule.self,
        LengthRule<ScalarCount>.self, LengthRule<WordCount>.self, LatencyRule.self,
        CostRule.self, FinishReasonRule.self,
    ]

    /// What each kind says of itself.
    package static var manuals: [ScorerManual] { rules.map { $0.manual } }

    /// The kinds' names.
    package static var kinds: [String] { manuals.map(\.kind) }

    /// The rule of a kind.
    static func rule(_ kind: String) -> (any ScoringRule.Type)? {
        rules.first { $0.manual.kind == kind }
    }
}
