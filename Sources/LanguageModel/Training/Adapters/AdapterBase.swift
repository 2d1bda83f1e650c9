/// The note in an adapter's file of the model that it was trained on.
enum AdapterBase {
    static let key = "base_sha256"

    /// Refuses an adapter that names another model than the one at hand.
    static func check(_ noted: String?, against wanted: String?, path: String)
        throws(ModelFileError)
    {
        guard let noted, let wanted, noted != wanted else { return }
        throw ModelFileError(
            .unsupported, path: path,
            "was trained on the model \(noted.prefix(12))…, but this one is \(wanted.prefix(12))…",
            advice: "use the model that the adapter was trained on")
    }
}
