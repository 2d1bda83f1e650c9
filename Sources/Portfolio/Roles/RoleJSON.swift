package import LanguageModel
import Workspace

/// Roles as JSON.
package enum RoleJSON {
    /// A role with what it asks for.
    package static func role(_ role: Role, _ requirements: [Requirement]) -> JSONValue {
        [
            "name": .string(role.name), "employer": .string(role.employer),
            "title": .string(role.title), "date": .string(role.date.description),
            "target": .bool(role.isTarget),
            "sources": .array(role.sources.map(JSONValue.string)),
            "requirements": .array(requirements.map(requirement)),
        ]
    }

    /// One requirement.
    package static func requirement(_ requirement: Requirement) -> JSONValue {
        [
            "text": .string(requirement.text), "kind": .string(requirement.kind.rawValue),
            "section": .string(requirement.section),
            "start": .integer(requirement.range.lowerBound),
            "end": .integer(requirement.range.upperBound),
            "skills": .array(requirement.skills.map(JSONValue.string)),
        ]
    }
}
