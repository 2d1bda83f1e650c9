import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// A file to keep: a browser saves it and never shows it.
    ///
    /// - Parameter name: its name; what is neither an ASCII letter, a digit, a dot nor a hyphen is
    ///   left out.
    init(attachment text: String, name: String, type: String) {
        let plain = name.filter {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".")
        }
        self.init(
            status: .ok,
            headers: [
                .contentType: type, .contentDisposition: "attachment; filename=\"\(plain)\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
