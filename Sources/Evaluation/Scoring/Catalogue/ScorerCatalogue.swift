/// All kinds of scorers.
package enum ScorerCatalogue {
    /// The kinds made from arguments, in the order of the documentation.
    static let rules: [any ArgumentRule.Type] = [
        EqualsRule.self, ContainsRule<ContainsOne>.self, ContainsRule<ContainsAll>.self,
        ContainsRule<ContainsAny>.self, AffixRule<StartsWith>.self, AffixRule<EndsWith>.self,
        OneOfRule.self, RegexRule.self, NumericRule.self,
        JSONRule.self, JSONSchemaRule.self,
        LevenshteinRule.self, ROUGERule.self, BLEURule.self,
        RefusalRule.self, SentimentRule.self,
        ChoiceRule.self,
        LengthRule<ScalarCount>.self, LengthRule<WordCount>.self, PerplexityRule.self,
        LatencyRule.self, CostRule.self, FinishReasonRule.self,
        JudgeRule.self, RewardRule.self, CommandRule.self,
    ]

    /// What each kind that is made from arguments says of itself.
    package static var manuals: [ScorerManual] { rules.map { $0.manual } }

    /// What the sets say of themselves.
    package static var setManuals: [ScorerManual] { [AllOf.manual, AnyOf.manual] }

    /// The names of the kinds that are made from arguments.
    package static var kinds: [String] { rules.map { $0.manual.kind } }

    /// The rule of a kind.
    static func rule(_ kind: String) -> (any ArgumentRule.Type)? {
        rules.first { $0.manual.kind == kind }
    }
}
