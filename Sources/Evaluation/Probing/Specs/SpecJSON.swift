extension SpecCoverage {
    /// The coverage as canonical JSON: what `--json` prints.
    package func jsonText() throws -> String { try canonicalJSON(of: self) }
}

extension SpecDiff {
    /// The difference as canonical JSON: what `--json` prints.
    package func jsonText() throws -> String { try canonicalJSON(of: self) }
}

extension SpecTree {
    /// The tree as canonical JSON: what `--json` prints.
    package func jsonText() throws -> String { try canonicalJSON(of: self) }
}
