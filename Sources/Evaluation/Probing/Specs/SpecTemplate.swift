/// The frame of a new specification: structure and questions, no rules of anybody's.
package enum SpecTemplate {
    /// A file with one clause to fill in.
    package static func markdown(name: String) -> String {
        """
        ---
        spec: \(name)
        version: 1
        levels: [root, developer, user, guideline]
        ---
        # \(name)

        <!-- What product is this for, who uses it, and what goes wrong without a specification? -->

        <!-- A clause is a heading with an id, a modality (must, must-not, should, should-not, may),
        an authority and who may override it. Copy the block below for each rule. -->

        ### Name the rule in a few words {#first-rule should authority=developer overridable-by=user}

        <!-- One sentence: what the assistant does or does not do, so that two readers agree
        whether an answer keeps it. -->

        **Why.** <!-- What goes wrong without it? A reader extends the rule by its reason. -->

        **Permitted.** <!-- What looks like a breach and is none? -->
        **Prohibited.** <!-- What exactly breaks it? -->
        **Ambiguous.** <!-- The hardest case, and how to decide it. -->

        **Exceptions.** <!-- When does it not hold? -->

        <!-- Where it collides with another rule: **Conflicts.** #other-rule wins: … -->

        <!-- **Reasoning.** consequentialist: … · deontological: … · virtue: … ·
        contractualist: … · disagreement: where the four part ways -->

        <!-- **Example (good).** User: … Assistant: … -->
        <!-- **Example (bad).** User: … Assistant: … -->

        """
    }
}
