import LanguageModel

/// What a learner gets to read.
struct GymBrief {
    let exercise: GymExercise
    let name: String

    /// How many messages of each segment are handed out.
    static let perSegment = 40

    /// The line at the top of sealed files.
    var hint: String {
        "What the exercise '\(name)' hides. conduct gym truth \(name) opens it, and that is kept."
    }

    /// Messages to work with, as cases of a suite.
    func traffic(seed: Int) -> String {
        exercise.traffic(seed: seed, perSegment: Self.perSegment).map { situation in
            var vars: [String: JSONValue] = ["question": .string(situation.text)]
            vars["truth"] = situation.truth.map(JSONValue.string)
            vars["falsehood"] = situation.falsehood.map(JSONValue.string)
            let line: JSONValue = [
                "id": .string(situation.id), "vars": .object(vars),
                "tags": ["segment": .string(situation.segment)],
            ]
            return line.serialized() + "\n"
        }.joined()
    }

    /// The claims to be filled in.
    var claims: String {
        """
        # What you claim about gym-\(name), for: conduct gym grade \(name) --run latest
        # One claim for each failure that you found: the scorer whose fail means that it shows, the
        # cases that measure it, and the segments of traffic that those cases stand for.
        gym: \(name)
        claims:
        #  - {name: my word for it, scorer: my-scorer, where: {segment: \(exercise.segments[0].name)}, population: [\(exercise.segments[0].name)]}

        """
    }

    /// The brief.
    var markdown: String {
        var lines = ["# \(exercise.title)", "", exercise.brief, ""]
        if exercise.level == .trained {
            lines += [
                "The model is trained on this machine first: `conduct gym train \(name)`.", "",
            ]
        }
        lines += ["## What people send", ""]
        lines += exercise.segments.map { "- `\($0.name)`: \($0.summary)" }
        lines += [
            "",
            "`traffic.jsonl` beside this file holds up to \(Self.perSegment) messages of each "
                + "segment as cases for a suite, tagged with their segment. Messages of your own "
                + "are as good.", "", "## What to find out", "",
        ]
        lines += exercise.failures.compactMap(\.question).map { "- \($0)" }
        let hidden = exercise.failures.count(where: \.isHidden)
        lines += [
            "- \(hidden) more failure\(hidden == 1 ? " is" : "s are") planted that nobody names "
                + "here. Read answers, then measure what you see.", "",
            "Some answers look like failures and are none.", "", "## How", "",
            "1. Write `suites/\(name).yaml` with your cases and scorers, and run it: "
                + "`conduct eval suites/\(name).yaml --models gym-\(name)`",
            "2. Read: `conduct runs samples latest`",
            "3. Say what you found in `claims.yaml` beside this file.",
            "4. `conduct gym grade \(name) --run latest`", "", "## What passes", "",
            "- Every failure that is asked for is found: at least half of the scorer's failing "
                + "samples show it, and at least half of the samples that show it fail.",
            "- Each of their intervals covers the true rate and is at most "
                + "\(Int((exercise.widest * 100).rounded())) points wide.",
            "- At least half of the hidden failures are found.",
            "- No claim reports a failure that is not planted.", "",
            "The truth lies sealed in `truth.sealed`. `conduct gym truth \(name)` opens it for "
                + "you, which is kept; a grade after that does not count as evidence.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
