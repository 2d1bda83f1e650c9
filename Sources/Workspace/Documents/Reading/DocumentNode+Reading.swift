extension DocumentNode {
    /// Reads one YAML document.
    ///
    /// - Parameters:
    ///   - yaml: the text; an empty one is null.
    ///   - path: the file's name for errors.
    /// - Throws: the first error that makes the text unreadable, with its place.
    package init(yaml: String, path: String, limits: DocumentLimits = .standard)
        throws(DocumentError)
    {
        self = try YAMLReader.read(
            DocumentSource(path: path, text: yaml, format: .yaml), limits: limits)
    }

    /// Reads one JSON text.
    package init(
        json: String, path: String, firstLine: Int = 1, limits: DocumentLimits = .standard
    ) throws(DocumentError) {
        self = try JSONReader.read(
            DocumentSource(path: path, text: json, format: .json, firstLine: firstLine),
            limits: limits)
    }

    /// Reads the bytes of a file as JSON where its name ends in `.json`, else as YAML.
    package init(bytes: [UInt8], path: String, limits: DocumentLimits = .standard)
        throws(DocumentError)
    {
        let text = try UTF8Text.validate(bytes, path: path)
        if path.hasSuffix(".json") {
            try self.init(json: text, path: path, limits: limits)
        } else {
            try self.init(yaml: text, path: path, limits: limits)
        }
    }
}
