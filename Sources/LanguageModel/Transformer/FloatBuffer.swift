/// Aligned memory for floats that lives as long as the object.
///
/// A class because it owns the memory. `@unchecked Sendable` is safe where its users say so: the
/// object only frees; who writes when is the forward pass's affair.
final class FloatBuffer: @unchecked Sendable {
    let count: Int
    let start: UnsafeMutablePointer<Float>
    private let raw: UnsafeMutableRawPointer

    /// Room for `count` floats, not initialised, aligned to cache lines.
    init(count: Int) {
        self.count = count
        raw = .allocate(byteCount: max(1, count) * MemoryLayout<Float>.stride, alignment: 64)
        start = raw.bindMemory(to: Float.self, capacity: max(1, count))
    }

    deinit { raw.deallocate() }
}

extension Optional where Wrapped == FloatBuffer {
    /// The buffer, replaced by a bigger one where it holds fewer than `count` floats; its content
    /// is then lost.
    mutating func holding(_ count: Int) -> UnsafeMutablePointer<Float> {
        if let buffer = self, buffer.count >= count { return buffer.start }
        let buffer = FloatBuffer(count: count)
        self = buffer
        return buffer.start
    }
}
