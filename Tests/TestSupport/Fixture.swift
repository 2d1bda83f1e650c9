#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The data files under Tests/Fixtures.
package enum Fixture {
    /// The absolute path of a fixture, given relative to Tests/Fixtures.
    package static func path(_ relative: String) -> String {
        // This file is Tests/TestSupport/Fixture.swift.
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return (parts.dropLast(2) + ["Fixtures"]).joined(separator: "/") + "/" + relative
    }

    /// A fixture's bytes.
    package static func bytes(_ relative: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path(relative))))
    }

    /// A fixture's text, which must be UTF-8.
    package static func text(_ relative: String) throws -> String {
        try String(contentsOf: URL(filePath: path(relative)), encoding: .utf8)
    }
}
