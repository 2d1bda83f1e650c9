/// The formats from which `conduct import` makes runs.
package enum ImportFormat: String, Sendable, Hashable, CaseIterable {
    /// promptfoo's results: `-o results.json` or `.jsonl`.
    case promptfoo
    /// Logs of Inspect: `.eval` archives and `.json`.
    case inspect
    /// lm-evaluation-harness's `samples_*.jsonl` (`--log_samples`).
    case lmEval = "lm-eval"
    /// Lines, or one list, of `{"prompt", "output"}`.
    case plain
    /// Conduct's own JSONL: `conduct runs export`, and stored records of other kinds.
    case conduct

    /// What it is, in a few words.
    package var summary: String {
        switch self {
        case .promptfoo: "promptfoo results"
        case .inspect: "an Inspect log"
        case .lmEval: "lm-evaluation-harness samples"
        case .plain: "prompts with outputs"
        case .conduct: "a Conduct export"
        }
    }
}
