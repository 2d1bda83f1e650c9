package import LanguageModel

extension FindingDocument {
    /// The file's text. What a model wrote stands in fences that it cannot close.
    package var markdown: String {
        var front = "---\n"
        func line(_ key: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            front += "\(key): \(JSONValue.string(value).serialized())\n"
        }
        line("finding", id)
        line("title", title)
        front += "severity: \(severity.rawValue)\nstatus: \(status.rawValue)\n"
        line("clause", clause)
        line("spec", spec)
        line("failure", failure)
        line("sample", sample)
        line("run", run)
        line("case", caseID)
        line("prompt", promptID)
        line("model", model)
        if isSimulated { front += "simulated: true\n" }
        if isRedTeam { front += "red-team: true\n" }
        line("author", author)
        line("merged-into", mergedInto)
        front += "---\n"
        var text = front + "# \(Self.oneLine(title))\n\n"
        text += "## \(Self.headings[0])\n\n\(Self.fenced(prompt))\n"
        text += "## \(Self.headings[1])\n\n\(Self.fenced(observed))\n"
        text +=
            "## \(Self.headings[2])\n\n"
            + Self.asked(expected, "What should it have said, and how would a reader tell?")
        text +=
            "## \(Self.headings[3])\n\n"
            + Self.asked(hypothesis, "Why did it happen, how sure are you, and what would show it?")
        if !notes.isEmpty { text += "## \(Self.headings[4])\n\n\(notes)\n" }
        return text
    }

    /// All that it says, for records and hashes; the file's name is no part of it.
    package var content: JSONValue {
        var object: [String: JSONValue] = [
            "title": .string(title), "severity": .string(severity.rawValue),
            "status": .string(status.rawValue), "prompt": .string(prompt),
            "observed": .string(observed), "expected": .string(expected),
            "hypothesis": .string(hypothesis),
        ]
        let optional = [
            "clause": clause, "spec": spec, "sample": sample, "run": run, "case": caseID,
            "prompt_id": promptID, "model": model, "failure": failure, "merged_into": mergedInto,
        ]
        for (key, value) in optional { object[key] = value.map(JSONValue.string) }
        if isSimulated { object["is_simulated"] = true }
        if isRedTeam { object["red_team"] = true }
        if !notes.isEmpty { object["notes"] = .string(notes) }
        return .object(object)
    }

    private static func asked(_ text: String, _ question: String) -> String {
        text.isEmpty ? "<!-- \(question) -->\n\n" : "\(text)\n\n"
    }

    /// A heading holds one line.
    private static func oneLine(_ text: String) -> String {
        text.unicodeScalars.split { $0.properties.generalCategory == .control }.map(String.init)
            .joined(separator: " ")
    }

    /// A fence with more marks than any run of them in the text.
    static func fenced(_ text: String) -> String {
        var longest = 0
        var current = 0
        for scalar in text.unicodeScalars {
            current = scalar == "`" ? current + 1 : 0
            longest = max(longest, current)
        }
        let marks = String(repeating: "`", count: max(3, longest + 1))
        return "\(marks)text\n\(text)\n\(marks)\n"
    }
}
