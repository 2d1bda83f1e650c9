/// The program's version, as `--version` prints it and manifests record it.
enum ToolVersion {
    static let text = "0.1.0"
}
