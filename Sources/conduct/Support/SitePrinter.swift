import Portfolio
import Subprocess
import Workspace

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Prints the pages of a portfolio and makes its pictures, by a Chromium that is installed.
enum SitePrinter {
    /// The name under which a Chromium is installed here; nil where none is.
    static func program() -> String? {
        let folders = (environment("PATH") ?? "").split(separator: ":").map(String.init)
        for name in PDFPrinter.programs {
            if folders.contains(where: { access("\($0)/\(name)", X_OK) == 0 }) { return name }
        }
        return nil
    }

    /// Makes everything that is asked for.
    ///
    /// - Returns: why something is missing; nil where nothing is.
    static func print(_ folder: String, _ prints: [PortfolioExport.Print]) async -> String? {
        guard program() != nil else { return "Chromium is not installed" }
        guard let absolute = realpath(folder, nil) else { return "\(folder) is not there" }
        defer { free(absolute) }
        let root = String(cString: absolute)
        for print in prints {
            do {
                try FileAccess.makeFolder(
                    root + "/"
                        + print.target.split(separator: "/").dropLast().joined(separator: "/"),
                    path: print.target)
            } catch { return "\(error)" }
            let target = root + "/" + print.target
            let problem =
                print.target.hasSuffix(".pdf")
                ? await PDFPrinter.print(root + "/" + print.page, to: target)
                : await picture(root + "/" + print.page, to: target)
            if let problem { return problem }
        }
        return nil
    }

    /// A picture of a card, in the size in which other sites show it.
    private static func picture(_ source: String, to target: String) async -> String? {
        guard let program = program() else { return "Chromium is not installed" }
        var arguments = [
            "--headless", "--disable-gpu", "--hide-scrollbars", "--window-size=1200,630",
            "--force-device-scale-factor=1", "--screenshot=\(target)", "file://\(source)",
        ]
        if getuid() == 0 { arguments.insert("--no-sandbox", at: 0) }
        guard
            let result = try? await Subprocess.run(
                .name(program), arguments: Arguments(arguments), output: .discarded,
                error: .discarded)
        else { return "\(program) can't be started" }
        return result.terminationStatus.isSuccess && FileAccess.exists(target)
            ? nil : "\(program) could not make \(target)"
    }
}
