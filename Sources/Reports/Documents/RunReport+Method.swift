import Evaluation
import LanguageModel
import Workspace

extension RunReport {
    /// How the numbers came about, in one paragraph.
    var method: String {
        let run = results.run
        let options = results.options
        var text =
            "Run \(run.id) was made by Conduct \(run.toolVersion) on "
            + "\(NumberText.time(milliseconds: run.createdMilliseconds)) from seed \(run.seed), "
            + "\(NumberText.counted(run.epochs, "epoch")) a case"
        if run.epochs > 1 { text += " reduced by \(run.reducer)" }
        text += ", manifest sha256 \(run.manifestSHA256)"
        if let scoring = run.scoring, let hash = run.scorersSHA256 {
            text += "; scoring \(scoring), scorers sha256 \(hash)"
        }
        text +=
            ". A rate divides by the samples that were scored; epochs are reduced within the case "
            + "first. Intervals cover \(NumberText.percent(options.level)): Wilson's for one 0/1 "
            + "outcome per independent case, otherwise t over case means"
        if let clusters = results.counts.clusters {
            text +=
                ", with the error clustered over \(NumberText.counted(clusters, "group")) and one "
                + "degree of freedom less than there are groups"
        }
        text += "."
        if !results.families.isEmpty {
            text +=
                " Differences are paired; single 0/1 outcomes of independent pairs are tested by "
                + "McNemar's mid-p, others by flipping signs of pairs or whole groups "
                + "(\(NumberText.count(options.resamples)) patterns where not all can be counted, "
                + "seed \(options.seed)). Within each family of comparisons p-values are corrected "
                + "by Holm and a difference is called found at "
                + "\(NumberText.significant(options.alpha, digits: 2)). Where none was found, the "
                + "detectable difference is the one a single such test finds with probability "
                + "\(NumberText.significant(options.power, digits: 2))."
        }
        if results.counts.overridden > 0 {
            text += " Verdicts corrected by people count as corrected."
        }
        if results.isSimulated {
            let names = results.models.filter(\.isSimulated).map(\.name).joined(separator: ", ")
            text += " The answers of \(names) are simulated."
        }
        return text
    }

    /// The versions and hashes behind the run, by name.
    var provenance: [(name: String, value: String)] {
        var facts: [(String, String)] = []
        for model in results.models {
            facts += Self.flattened(model.identity, name: "model \(results.label(model))")
        }
        for prompt in results.prompts {
            facts.append(("prompt \(prompt.name)", "sha256 \(prompt.contentHash)"))
        }
        facts += Self.flattened(results.run.scorers ?? .null, name: "scorers")
        facts += Self.flattened(results.run.manifest, name: "manifest")
        return Array(facts.prefix(200))
    }

    /// A JSON value as names and texts: objects are opened, lists and the rest printed.
    private static func flattened(_ value: JSONValue, name: String) -> [(String, String)] {
        switch value {
        case .null: return []
        case .object(let members):
            return members.keys.sorted().flatMap { key in
                flattened(members[key] ?? .null, name: "\(name) · \(key)")
            }
        case .string(let text): return [(name, text)]
        default: return [(name, value.serialized())]
        }
    }
}
