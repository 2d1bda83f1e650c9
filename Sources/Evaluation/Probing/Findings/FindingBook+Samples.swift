import LanguageModel
package import Workspace

extension FindingBook {
    /// A finding about a sample, with everything that the store knows already.
    ///
    /// - Parameters:
    ///   - clause: the clause that it breaks; nil takes the case's only one.
    package func draft(
        from id: RecordID, title: String, severity: FindingDocument.Severity, clause: String?
    ) async throws -> FindingDocument {
        let reader = store.reader
        let sample = try await reader.sample(id)
        let run = try await reader.run(sample.run)
        let snapshot = try await reader.cases(of: sample.run).first { $0.caseID == sample.caseID }
        let model = try await reader.models(of: sample.run).first { $0.alias == sample.model }
        if let failure = sample.failure {
            throw EvalError(
                "the sample \(id) has no answer (\(failure.code)), so it shows no behaviour",
                advice: "choose a sample with an answer: conduct runs samples \(sample.run)")
        }
        let clauses = snapshot?.clauses ?? []
        if let clause, !clauses.isEmpty, !clauses.contains(clause) {
            throw EvalError(
                "the case '\(sample.caseID)' tests \(clauses.joined(separator: ", ")), "
                    + "not '\(clause)'",
                advice: Spelling.suggestion(for: clause, among: clauses) ?? "name one of these")
        }
        var document = FindingDocument(title: title, severity: severity)
        document.clause = clause ?? (clauses.count == 1 ? clauses.first : nil)
        document.spec = run.manifest["spec"]?.string
        document.sample = id.description
        document.run = sample.run.description
        document.caseID = sample.caseID
        document.promptID = sample.promptID
        document.model = sample.model
        document.isSimulated = model?.isSimulated ?? false
        document.failure = snapshot?.tags["failure"]
        document.prompt = Self.text(of: Array(sample.transcript.prefix(sample.promptCount)))
        document.observed = sample.output
        document.file = try freeName(for: title)
        return document
    }

    /// A conversation as text: one message as it is, several with their roles.
    static func text(of messages: [Message]) -> String {
        if messages.count == 1 { return messages[0].text }
        return messages.map { "\($0.role.rawValue): \($0.text)" }.joined(separator: "\n\n")
    }

    private func freeName(for title: String) throws -> String {
        let stem = Self.stem(title)
        var path = "findings/\(stem).md"
        var number = 2
        while FileAccess.exists(try folder.resolve(path)) {
            path = "findings/\(stem)-\(number).md"
            number += 1
        }
        return path
    }

    /// A title as a file's name: lower-case ASCII letters and digits with hyphens, 48 at most.
    static func stem(_ title: String) -> String {
        var text = ""
        for scalar in title.lowercased().unicodeScalars {
            if scalar.isASCII,
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            {
                text.unicodeScalars.append(scalar)
            } else if !text.isEmpty, !text.hasSuffix("-") {
                text += "-"
            }
            if text.utf8.count >= 48 { break }
        }
        while text.hasSuffix("-") { text.removeLast() }
        return text.isEmpty ? "finding" : text
    }
}
