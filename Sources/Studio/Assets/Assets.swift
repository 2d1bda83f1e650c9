import LanguageModel
import Reports

/// Style and scripts, in the program itself: nothing is read from disk and nothing from elsewhere.
enum Assets {
    /// A file by its path below /assets/.
    struct File: Sendable {
        let type: String
        let text: String
        /// What its content hashes to, so that a browser need not fetch it twice.
        let tag: String

        init(_ type: String, _ text: String) {
            self.type = type
            self.text = text
            tag = "\"\(SHA256.hex(text).prefix(20))\""
        }
    }

    static let files: [String: File] = {
        let script = "text/javascript; charset=utf-8"
        return [
            "studio.css": File(
                "text/css; charset=utf-8",
                DesignSystem.css + layoutStyle + pageStyle + listStyle + labelStyle + practiceStyle),
            "icon.svg": File("image/svg+xml", icon),
            "studio.js": File(script, studioScript),
            "dom.js": File(script, domScript),
            "keys.js": File(script, keysScript),
            "live.js": File(script, liveScript),
            "rows.js": File(script, rowsScript),
            "play.js": File(script, playScript),
            "label.js": File(script, labelScript),
            "practice.js": File(script, practiceScript),
        ]
    }()
}
