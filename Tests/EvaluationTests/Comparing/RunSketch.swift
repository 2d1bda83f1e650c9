import Evaluation
import LanguageModel
import Workspace

/// A run written down as lists of verdicts: `1` pass, `0` fail, `?` could not score, one
/// character per epoch of a case.
struct RunSketch {
    struct Case {
        var id: String
        var group: String?
        var tags: [String: String] = [:]
        var clauses: [String] = []
        var version = "1"
    }

    var cases: [Case]
    var number: UInt64 = 1
    var models = ["m"]
    var prompts = ["p"]
    /// Verdicts of each case, by "model/prompt/scorer".
    var verdicts: [String: [String]]
    var weights: [String: Double] = [:]
    var values: [String: [Double?]] = [:]
    var identity: JSONValue = ["kind": "openai"]
    var overrides: [(sample: UInt64, scorer: String, verdict: Verdict)] = []
    var adjust: (inout Sample) -> Void = { _ in }

    /// Cases without tags or groups.
    static func plain(_ count: Int) -> [Case] { (0..<count).map { Case(id: "c\($0)") } }

    var evidence: RunEvidence {
        let run = Run(
            id: RecordID(kind: .run, high: 1, low: number), suite: "sketch",
            created: Timestamp(milliseconds: 0), toolVersion: "1")
        var evidence = RunEvidence(run: run)
        for (index, name) in models.enumerated() {
            evidence.add(
                ModelSnapshot(run: run.id, alias: name, ordinal: index, identity: identity))
        }
        for (index, name) in prompts.enumerated() {
            evidence.add(
                PromptSnapshot(run: run.id, promptID: name, ordinal: index, content: .null))
        }
        for (index, item) in cases.enumerated() {
            evidence.add(
                CaseSnapshot(
                    run: run.id, caseID: item.id, ordinal: index, tags: item.tags,
                    clauses: item.clauses, groupKey: item.group,
                    content: ["version": .string(item.version)]))
        }
        for (sample, scorer, verdict) in overrides {
            evidence.add(
                Override(
                    id: RecordID(kind: .override, high: 1, low: sample), run: run.id,
                    sample: id(sample), scorer: scorer, verdict: verdict, note: "", author: "a"))
        }
        var samples: [String: UInt64] = [:]
        for key in verdicts.keys.sorted() {
            let names = key.split(separator: "/").map(String.init)
            for (index, epochs) in (verdicts[key] ?? []).enumerated() {
                for (epoch, mark) in epochs.enumerated() {
                    let place = "\(names[0])/\(names[1])/\(index)/\(epoch)"
                    if samples[place] == nil {
                        samples[place] = UInt64(samples.count + 1)
                        var sample = Sample(
                            id: id(samples[place] ?? 0), run: run.id, caseID: cases[index].id,
                            promptID: names[1], model: names[0], epoch: epoch, transcript: [],
                            promptCount: 0, output: "", started: Timestamp(milliseconds: 0))
                        adjust(&sample)
                        evidence.add(sample)
                    }
                    evidence.add(
                        Score(
                            scoring: RecordID(kind: .scoring, high: 1, low: 1),
                            sample: id(samples[place] ?? 0), scorer: names[2],
                            verdict: mark == "1" ? .pass : mark == "0" ? .fail : .unscored,
                            value: values[key].flatMap { $0[index] },
                            weight: weights[names[2]] ?? 1))
                }
            }
        }
        return evidence
    }

    private func id(_ sample: UInt64) -> RecordID {
        RecordID(kind: .sample, high: number, low: sample)
    }
}

/// One character per case.
func marks(_ text: String) -> [String] { text.map(String.init) }
