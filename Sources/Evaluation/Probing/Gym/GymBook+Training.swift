package import LanguageModel
package import Providers
import Statistics
package import Workspace

extension GymBook {
    /// The files that train the model of an exercise. The data tells what is planted, so the
    /// caller removes it when the training is over.
    package struct Training: Sendable {
        /// The recipe, relative to the workspace.
        package var recipe: String
        /// The data, relative to the workspace.
        package var data: String
    }

    /// How often each message of the training is answered.
    private static let rowsPerSegment = 120

    /// Writes the recipe and the data: messages of the exercise with answers of a scripted model
    /// that has the planted rates. Half of the messages are kept for measuring.
    package func prepareTraining(_ entry: Entry) throws -> Training {
        guard entry.exercise.level == .trained else {
            throw EvalError(
                "the model of '\(entry.name)' is scripted and needs no training",
                advice: "run your suite on \(entry.alias)")
        }
        let training = Training(
            recipe: "recipes/\(entry.alias).yaml",
            data: ".conduct/gym/\(entry.name)-training.jsonl")
        let truth = try sealedTruth(entry)
        let model = try entry.exercise.model(name: entry.alias, rates: truth.planted)
        var rows: [String] = []
        var generator = CounterGenerator(seed: UInt64(entry.seed), stream: 0x74726E)
        for segment in entry.exercise.segments {
            let own = Self.half(entry.exercise, segment.name, forTraining: true)
            for number in 0..<Self.rowsPerSegment {
                let situation = own[number % own.count]
                let reply = try Self.drawn(model, situation.text, &generator)
                let row: JSONValue = [
                    "prompt": [["role": "user", "content": .string(situation.text)]],
                    "completion": [["role": "assistant", "content": .string(reply)]],
                ]
                rows.append(row.serialized())
            }
        }
        generator.shuffle(&rows)
        try folder.write(rows.joined(separator: "\n") + "\n", to: training.data)
        try folder.write(
            """
            # Plants the behaviours of the exercise '\(entry.name)'; conduct gym train writes the
            # data, runs this and removes the data, which would tell what is planted.
            method: sft
            name: \(entry.alias)
            model: smollm2
            data: \(training.data)
            learning-rate: 1e-3
            schedule: linear
            batch-size: 8
            epochs: 2
            seed: \(entry.seed)
            lora: {rank: 16, alpha: 32, layers: all-linear}

            """, to: training.recipe)
        return training
    }

    /// Measures the planted failures on messages that were not trained on, seals the truth anew
    /// and keeps that.
    ///
    /// - Parameters:
    ///   - provider: the trained model.
    ///   - parameters: those under which suites ask it.
    ///   - count: answers for each segment.
    package func measure(
        _ entry: Entry, provider: any ModelProvider, parameters: GenerationParameters,
        training: RecordID, count: Int, onAnswer: (@Sendable (Int) -> Void)? = nil
    ) async throws -> StoredRecord {
        var truth = try sealedTruth(entry)
        var questions: [GymExercise.Situation] = []
        for segment in entry.exercise.segments {
            let own = Self.half(entry.exercise, segment.name, forTraining: false)
            for number in 0..<count { questions.append(own[number % own.count]) }
        }
        let answers = try await Self.answers(
            to: questions.map(\.text), of: provider, parameters, seed: entry.seed, onAnswer)
        var shown: [String: [String: Int]] = [:]
        for (question, answer) in zip(questions, answers) {
            guard let failure = entry.exercise.failure(in: answer) else { continue }
            shown[failure, default: [:]][question.segment, default: 0] += 1
        }
        truth.rates = [:]
        for failure in entry.exercise.failures {
            for segment in entry.exercise.segments {
                let number = shown[failure.name]?[segment.name] ?? 0
                let interval = try Interval.wilson(successes: number, trials: count)
                truth.rates[failure.name, default: [:]][segment.name] = GymTruth.Rate(
                    value: Double(number) / Double(count), low: interval.lower,
                    high: interval.upper)
            }
        }
        truth.source =
            "measured on \(count) answers to held-out messages of each segment, Wilson intervals"
        try seal(truth, hint: GymBrief(exercise: entry.exercise, name: entry.name).hint)
        let record = StoredRecord(
            id: store.ids.next(.exercise), name: Self.trainedName,
            links: [RecordLink("plants", entry.start.id), RecordLink("rests on", training)],
            body: [
                "gym": .string(entry.name), "answers": .integer(answers.count),
                "truth_sha256": .string(SHA256.hex(truth.json.serialized())),
            ])
        try await store.append(record)
        return record
    }

    /// Every other message of a segment.
    private static func half(
        _ exercise: GymExercise, _ segment: String, forTraining: Bool
    ) -> [GymExercise.Situation] {
        exercise.situations.filter { $0.segment == segment }.enumerated()
            .filter { ($0.offset % 2 == 0) == forTraining }.map(\.element)
    }

    private static func drawn(
        _ model: ScriptedModel, _ text: String, _ generator: inout CounterGenerator
    ) throws -> String {
        var luck = generator.uniform()
        let chances = try model.chances(of: [Message(.user, text)])
        for chance in chances {
            luck -= chance.probability
            if luck < 0 { return chance.reply }
        }
        return chances.last?.reply ?? ""
    }

    private static func answers(
        to texts: [String], of provider: any ModelProvider, _ parameters: GenerationParameters,
        seed: Int, _ onAnswer: (@Sendable (Int) -> Void)?
    ) async throws -> [String] {
        var answers = [String](repeating: "", count: texts.count)
        try await withThrowingTaskGroup(of: (Int, String).self) { group in
            var next = 0
            var done = 0
            func start() {
                guard next < texts.count else { return }
                let number = next
                next += 1
                let request = ModelRequest(
                    messages: [Message(.user, texts[number])], parameters: parameters,
                    seed: SampleSeed.of(
                        runSeed: seed, caseID: "gym-truth-\(number)", promptID: "", epoch: 0))
                group.addTask {
                    (number, try await provider.reply(to: request, onText: nil).message.text)
                }
            }
            for _ in 0..<48 { start() }
            while let (number, text) = try await group.next() {
                answers[number] = text
                done += 1
                onAnswer?(done)
                start()
            }
        }
        return answers
    }
}
