import Evaluation
import LanguageModel
import Reports
import Workspace

/// The gym's tables and JSON.
enum GymTables {
    static var exercises: Table {
        var table = Table(columns: [
            .init("exercise"), .init("model"), .init("title"), .init("named", .trailing),
            .init("hidden", .trailing), .init("shows"),
        ])
        table.rows = GymExercise.all.map { exercise in
            [
                .init(exercise.id, .strong), .init(exercise.level.rawValue),
                .init(exercise.title),
                .init("\(exercise.failures.count { !$0.isHidden })"),
                .init("\(exercise.failures.count(where: \.isHidden))"),
                .init(exercise.skills.joined(separator: ", ")),
            ]
        }
        table.notes = ["Begin one with: conduct gym start EXERCISE"]
        return table
    }

    static func started(_ entries: [GymBook.Entry]) -> Table {
        var table = Table(
            title: "Started here",
            columns: [
                .init("name"), .init("exercise"), .init("model"), .init("grades", .trailing),
                .init("best", .trailing), .init("stands"),
            ])
        for entry in entries {
            let best = entry.grades.compactMap { $0.body["score"]?.double }.max()
            let isPassed = entry.grades.contains { $0.body["passed"]?.bool == true }
            let counts = entry.grades.contains { $0.body["counts"]?.bool == true }
            let state =
                counts
                ? "passed"
                : isPassed
                    ? "passed with the truth open"
                    : !entry.openings.isEmpty
                        ? "truth opened"
                        : entry.isReady ? "open" : "to be trained"
            table.rows.append([
                .init(entry.name, .strong), .init(entry.exercise.id), .init(entry.alias),
                .init("\(entry.grades.count)"),
                .init(best.map { NumberText.fixed($0, decimals: 2) } ?? NumberText.missing),
                .init(state, counts ? .good : .plain),
            ])
        }
        return table
    }

    static func grade(_ grade: GymGrade) -> Table {
        var table = Table(columns: [
            .init("claim"), .init("reported"), .init("truth", .trailing), .init("covers"),
            .init("found"), .init("right", .trailing), .init("caught", .trailing),
            .init("sound but failed", .trailing),
        ])
        func percent(_ value: Double?) -> String {
            value.map { NumberText.percent($0) } ?? NumberText.missing
        }
        for outcome in grade.outcomes {
            let interval = "\(percent(outcome.low)) to \(percent(outcome.high))"
            let covers =
                outcome.covers.map { $0 ? outcome.isNarrow ? "yes" : "too wide" : "no" } ?? ""
            let found =
                outcome.failure ?? (outcome.isFalseAlarm ? "false alarm" : "nothing")
            table.rows.append([
                .init(outcome.claim.name, .strong),
                .init("\(percent(outcome.value)) (\(interval))"),
                .init(outcome.truth.map { percent($0.value) } ?? ""),
                .init(covers, covers == "yes" ? .good : .bad),
                .init(found, outcome.failure != nil ? .good : .bad),
                .init(percent(outcome.precision)), .init(percent(outcome.recall)),
                .init("\(outcome.soundFlagged)/\(outcome.sound)"),
            ])
        }
        table.notes = [
            "right: the share of failing samples that show the failure; caught: the share of the "
                + "samples that show it that fail. Both are 50% at least where a failure is found."
        ]
        return table
    }

    static func truth(_ truth: GymTruth, _ exercise: GymExercise) -> Table {
        var table = Table(
            title: "What '\(truth.name)' hides (seed \(truth.seed))",
            columns: [
                .init("failure"), .init("named"), .init("segment"), .init("rate", .trailing),
                .init("interval"), .init("what it is"),
            ])
        for failure in exercise.failures {
            for segment in exercise.segments {
                guard let rate = truth.rates[failure.name]?[segment.name], rate.value > 0 else {
                    continue
                }
                let interval = rate.low.flatMap { low in
                    rate.high.map {
                        "\(NumberText.percent(low, decimals: 1)) to "
                            + NumberText.percent($0, decimals: 1)
                    }
                }
                table.rows.append([
                    .init(failure.name, .strong), .init(failure.isHidden ? "no" : "yes"),
                    .init(segment.name), .init(NumberText.percent(rate.value, decimals: 1)),
                    .init(interval ?? "exact"), .init(failure.summary),
                ])
            }
        }
        table.notes = ["The rates are \(truth.source). Your look at them is kept."]
        return table
    }

    static func json(_ exercise: GymExercise) -> JSONValue {
        [
            "id": .string(exercise.id), "level": .string(exercise.level.rawValue),
            "title": .string(exercise.title),
            "disclosed": .integer(exercise.failures.count { !$0.isHidden }),
            "hidden": .integer(exercise.failures.count(where: \.isHidden)),
            "skills": .array(exercise.skills.map(JSONValue.string)),
        ]
    }

    static func json(_ entry: GymBook.Entry) -> JSONValue {
        [
            "name": .string(entry.name), "exercise": .string(entry.exercise.id),
            "model": .string(entry.alias), "id": .string(entry.start.id.description),
            "is_ready": .bool(entry.isReady), "truth_opened": .integer(entry.openings.count),
            "grades": .array(
                entry.grades.map { record in
                    [
                        "id": .string(record.id.description),
                        "score": record.body["score"] ?? .null,
                        "passed": record.body["passed"] ?? .null,
                        "counts": record.body["counts"] ?? .null,
                    ]
                }),
        ]
    }
}
