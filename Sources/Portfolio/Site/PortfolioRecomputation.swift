import Annotation
import Evaluation
import LanguageModel
import Reports
import Workspace

/// Results that are stored whole, computed again from what they rest on.
struct PortfolioRecomputation {
    /// Records whose results came out the same.
    private(set) var same: [StoredRecord] = []
    /// Records whose results came out otherwise.
    private(set) var different: [StoredRecord] = []
    /// Records that are shown as they are, with why.
    private(set) var shown: [(record: StoredRecord, reason: String)] = []

    /// Computes agreements from their judgments and experiments' analyses from their runs.
    init(_ copy: PortfolioCopy, _ records: [StoredRecord]) async {
        for record in records {
            do {
                switch record.id.kind {
                case .agreement: try await agreement(record, copy)
                case .analysis where !FindingReproduction.isRecord(record):
                    try await analysis(record, copy)
                case .analysis: shown.append((record, "its re-run does not go along"))
                case .training: shown.append((record, "training again takes the model"))
                case .audit: shown.append((record, "it rests on the whole workspace"))
                case .arena, .check, .calibration:
                    shown.append((record, "it is stored whole"))
                default: break
                }
            } catch {
                shown.append((record, "what it rests on can't be read here"))
            }
        }
    }

    private mutating func take(_ record: StoredRecord, isSame: Bool) {
        if isSame { same.append(record) } else { different.append(record) }
    }

    private mutating func agreement(_ record: StoredRecord, _ copy: PortfolioCopy) async throws {
        guard let path = record.body["file"]?.string else {
            return shown.append((record, "its ratings do not go along"))
        }
        let desk = try await LabellingDesk.open(path, in: copy.folder, store: copy.store)
        let results = AgreementResults(try await desk.state())
        take(
            record,
            isSame: Self.canonical(results.json["questions"])
                == Self.canonical(record.body["questions"]))
    }

    private mutating func analysis(_ record: StoredRecord, _ copy: PortfolioCopy) async throws {
        let analysis = try ExperimentAnalysis(json: record.body)
        guard let id = RecordID(analysis.evidence.run) else {
            return shown.append((record, "it names no run"))
        }
        let evidence = try await RunEvidence.read(run: id, from: copy.store.reader)
        let name = analysis.evidence.lock.flatMap { RecordID($0) }
        let lock: StoredRecord? =
            if let name { try await copy.store.reader.record(name) } else { nil }
        // Fits of large designs take seconds: not on the cooperative pool.
        let made = try await ComputeThread.run {
            try ExperimentAnalysis(AnalysisInput(evidence: evidence, lock: lock)).json()
        }
        // How often the run was looked at is no figure of the run.
        let keys = ["overall", "levels", "tests", "effects", "counts"]
        take(
            record,
            isSame: keys.allSatisfy {
                Self.canonical(made[$0]) == Self.canonical(record.body[$0])
            })
    }

    /// A value as a pin hashes it, after a way through text like that of a stored one.
    private static func canonical(_ value: JSONValue?) -> JSONValue? {
        guard let value, let read = try? JSONValue(parsing: value.serialized()) else { return nil }
        return EvidenceResult.rounded(read)
    }
}
