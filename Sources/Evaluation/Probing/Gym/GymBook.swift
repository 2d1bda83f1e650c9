import LanguageModel
package import Workspace

/// The exercises that were started in a workspace, with their files and records.
package struct GymBook: Sendable {
    let folder: WorkspaceFolder
    let store: Store

    package init(folder: WorkspaceFolder, store: Store) {
        self.folder = folder
        self.store = store
    }

    /// A started exercise.
    package struct Entry: Sendable {
        package var name: String
        package var exercise: GymExercise
        package var start: StoredRecord
        /// When the truth was sealed anew after a training; nil for scripted and untrained ones.
        package var trained: StoredRecord?
        /// Who looked at the truth, oldest first.
        package var openings: [StoredRecord]
        /// The grades, oldest first.
        package var grades: [StoredRecord]

        /// The alias under which suites ask the model.
        package var alias: String { "gym-\(name)" }
        package var seed: Int { start.body["seed"]?.int ?? 0 }
        /// Whether there is a model to ask.
        package var isReady: Bool { exercise.level == .scripted || trained != nil }
    }

    static let startName = "gym-start"
    static let trainedName = "gym-training"
    static let openedName = "gym-truth-opened"
    static let gradeName = "gym-grade"

    /// The exercises started here, oldest first.
    package func entries() async throws -> [Entry] {
        let records = try await store.reader.records(.exercise)
        return records.filter { $0.name == Self.startName }.compactMap { start in
            guard let name = start.body["gym"]?.string,
                let exercise = GymExercise.named(start.body["exercise"]?.string ?? "")
            else { return nil }
            func linked(_ kind: String) -> [StoredRecord] {
                records.filter { record in
                    record.name == kind
                        && record.links.contains { $0.target == start.id.description }
                }
            }
            return Entry(
                name: name, exercise: exercise, start: start,
                trained: linked(Self.trainedName).last, openings: linked(Self.openedName),
                grades: linked(Self.gradeName))
        }
    }

    /// The exercise of a name, or the newest without one.
    package func entry(_ name: String?) async throws -> Entry {
        let entries = try await entries()
        if name == nil || name == "latest", let last = entries.last { return last }
        if let found = entries.last(where: { $0.name == name }) { return found }
        throw EvalError(
            name.map { "no exercise of the gym is called '\($0)' here" }
                ?? "no exercise of the gym was started here",
            advice: name.flatMap {
                Spelling.suggestion(for: $0, among: entries.map(\.name), naming: "there are")
            } ?? "start one: conduct gym start facts-desk")
    }

    static func path(_ name: String, _ file: String) -> String { "gym/\(name)/\(file)" }

    /// Starts an exercise: writes its brief, its traffic and its sealed files, and names its model
    /// in `conduct.yaml`.
    ///
    /// - Throws: `EvalError` where the name is taken or `conduct.yaml` can't take the model.
    package func start(_ exercise: GymExercise, name: String, seed: Int) async throws -> Entry {
        guard !name.isEmpty, name.utf8.count <= 40,
            name.utf8.allSatisfy({
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            })
        else {
            throw EvalError(
                "'\(name)' can't name an exercise",
                advice: "use lower-case letters, digits and hyphens, 40 at most")
        }
        if FileAccess.exists(try folder.resolve(Self.path(name, "brief.md"))) {
            throw EvalError(
                "gym/\(name) is there already",
                advice: "give another name: --name \(name)-2 --seed \(seed + 1)")
        }
        let configuration = try Self.configuration(with: exercise, name: name, in: folder)
        let truth: GymTruth
        switch exercise.level {
        case .scripted: truth = try GymTruth.scripted(exercise, name: name, seed: seed)
        case .trained:
            truth = GymTruth(
                exercise: exercise.id, name: name, seed: seed,
                planted: exercise.rates(seed: seed), rates: [:], source: "not trained yet")
        }
        let brief = GymBrief(exercise: exercise, name: name)
        if exercise.level == .scripted {
            let script = exercise.script(name: "gym-\(name)", rates: truth.planted)
            try folder.write(
                SealedText.seal(script.serialized(), hint: brief.hint),
                to: Self.path(name, "model.sealed"))
        }
        try seal(truth, hint: brief.hint)
        try folder.write(brief.traffic(seed: seed), to: Self.path(name, "traffic.jsonl"))
        try folder.write(brief.claims, to: Self.path(name, "claims.yaml"))
        try folder.write(brief.markdown, to: Self.path(name, "brief.md"))
        try folder.write(configuration, to: WorkspaceFolder.configurationName)
        let start = StoredRecord(
            id: store.ids.next(.exercise), name: Self.startName,
            links: [RecordLink("briefed by", "document:\(Self.path(name, "brief.md"))")],
            body: [
                "gym": .string(name), "exercise": .string(exercise.id), "seed": .integer(seed),
                "level": .string(exercise.level.rawValue),
                "truth_sha256": .string(SHA256.hex(truth.json.serialized())),
            ])
        try await store.append(start)
        return Entry(
            name: name, exercise: exercise, start: start, openings: [], grades: [])
    }

    func seal(_ truth: GymTruth, hint: String) throws {
        try folder.write(
            SealedText.seal(truth.json.serialized(), hint: hint),
            to: Self.path(truth.name, "truth.sealed"))
    }

    /// The truth, for grading. Nobody sees it.
    func sealedTruth(_ entry: Entry) throws -> GymTruth {
        let path = Self.path(entry.name, "truth.sealed")
        let expected = (entry.trained ?? entry.start).body["truth_sha256"]?.string
        guard let text = SealedText.open(try folder.read(path)), SHA256.hex(text) == expected,
            let json = try? JSONValue(parsing: text), let truth = GymTruth(json: json)
        else {
            throw EvalError(
                "\(path) is not what was sealed when the exercise began",
                advice: "restore it from git, or start the exercise anew under another name")
        }
        return truth
    }

    /// Opens the truth for a person, and records that.
    package func open(_ entry: Entry, author: String) async throws -> GymTruth {
        let truth = try sealedTruth(entry)
        try await store.append(
            StoredRecord(
                id: store.ids.next(.exercise), name: Self.openedName, author: author,
                links: [RecordLink("opens", entry.start.id)],
                body: ["gym": .string(entry.name)]))
        return truth
    }

    /// Grades a run by the claims of the exercise, and keeps the grade.
    ///
    /// - Returns: the grade, and its record, which says whether it counts: not where the truth was
    ///   opened before.
    package func grade(_ entry: Entry, run: RecordID, claims: GymClaims, author: String)
        async throws -> (grade: GymGrade, record: StoredRecord)
    {
        guard entry.isReady else {
            throw EvalError(
                "the model of '\(entry.name)' has not been trained",
                advice: "train it: conduct gym train \(entry.name)")
        }
        guard claims.gym == entry.name else {
            throw EvalError(
                "the claims are about '\(claims.gym)', not '\(entry.name)'",
                advice: "give the claims of this exercise")
        }
        let evidence = try await RunEvidence.read(run: run, from: store.reader)
        guard evidence.run.status == .complete else {
            throw EvalError(
                "\(run) is not complete", advice: "finish it: the same conduct eval continues it")
        }
        var outputs: [RecordID: String] = [:]
        for try await page in store.reader.samples(of: run) {
            for sample in page where sample.model == entry.alias {
                outputs[sample.id] = sample.output
            }
        }
        let grade = try GymGrade.of(
            claims, try sealedTruth(entry), entry.exercise, evidence: evidence, outputs: outputs,
            model: entry.alias)
        var body = grade.json.object ?? [:]
        body["claims_sha256"] = .string(claims.contentHash)
        body["attempt"] = .integer(entry.grades.count + 1)
        body["counts"] = .bool(grade.isPassed && entry.openings.isEmpty)
        body["truth_was_open"] = .bool(!entry.openings.isEmpty)
        let record = StoredRecord(
            id: store.ids.next(.exercise), name: Self.gradeName, author: author,
            links: [RecordLink("grades", entry.start.id), RecordLink("rests on", run)],
            body: .object(body))
        try await store.append(record)
        return (grade, record)
    }

    /// `conduct.yaml` with the exercise's model: a line under `models:`.
    private static func configuration(
        with exercise: GymExercise, name: String, in folder: WorkspaceFolder
    ) throws -> String {
        let path = WorkspaceFolder.configurationName
        let model =
            exercise.level == .scripted
            ? "{provider: scripted, file: \(Self.path(name, "model.sealed"))}"
            : "{provider: embedded, adapters: [gym-\(name)], "
                + "parameters: {max-tokens: 24, temperature: 1}}"
        let line = "  gym-\(name): \(model)"
        var lines = String(decoding: try folder.read(path), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if let place = lines.firstIndex(where: { $0.hasPrefix("models:") }) {
            lines.insert(line, at: place + 1)
        } else {
            lines.insert(contentsOf: ["models:", line], at: 0)
        }
        let text = lines.joined(separator: "\n")
        let node = try? DocumentNode(yaml: text, path: path)
        guard let node, let read = try? WorkspaceConfiguration(node),
            read.models["gym-\(name)"] != nil
        else {
            throw EvalError(
                "\(path) can't take the exercise's model",
                advice: "write models: as a block of lines, so that this line can follow it:\n"
                    + line)
        }
        return text
    }
}
