import Foundation
import LanguageModel
import Testing

/// The committed reports of the two anchor studies against the committed records: a reader who
/// imports the records must get the committed numbers.
@Suite("Committed studies")
struct StudyRecordTests {
    private static let studies = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Examples/studies").path

    @Test(
        "A study's records give its analysis and its report again, word for word",
        arguments: ["system-prompt-length", "sycophancy-structure"])
    func again(study: String) throws {
        try Program.withFolder { folder in
            for part in ["conduct.yaml", "datasets", "experiments", "suites"] {
                try FileManager.default.copyItem(
                    atPath: "\(Self.studies)/\(part)", toPath: "\(folder)/\(part)")
            }
            let records = "\(Self.studies)/reports/\(study)"
            let file = "experiments/\(study).yaml"
            let taken = try Program.run(
                ["import", "\(records)/run.jsonl", "\(records)/experiment.jsonl"], in: folder)
            #expect(taken.status == 0, "\(taken.error)")
            let analysed = try Program.run(
                ["experiment", "analyse", file, "--json"], in: folder)
            #expect(analysed.status == 0, "\(analysed.error)")
            let lines = try String(
                contentsOfFile: "\(records)/experiment.jsonl", encoding: .utf8
            ).split(separator: "\n")
            let committed = try lines.map { try JSONValue(parsing: String($0)) }
                .last { $0["body"]?["effects"] != nil }
            let body = try JSONValue(parsing: analysed.output)["body"]
            #expect(body != nil && body == committed?["body"])
            // The lock was made before the run, and nothing departs from it.
            #expect(body?["is_confirmatory"]?.bool == true)
            #expect(body?["deviations"]?.array?.isEmpty == true)
            let reported = try Program.run(
                ["experiment", "report", file, "--no-pdf", "--output", "\(folder)/again"],
                in: folder)
            #expect(reported.status == 0, "\(reported.error)")
            for name in try FileManager.default.contentsOfDirectory(atPath: records)
            where name.hasSuffix(".md") || name.hasSuffix(".svg") {
                let old = try String(contentsOfFile: "\(records)/\(name)", encoding: .utf8)
                let new = try String(contentsOfFile: "\(folder)/again/\(name)", encoding: .utf8)
                // Not the texts themselves: a difference of a whole file would be unreadable.
                #expect(old == new, "\(name) is no longer what the records give; report it again")
            }
        }
    }
}
