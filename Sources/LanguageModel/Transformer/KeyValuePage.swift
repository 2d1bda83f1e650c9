import Synchronization

/// Where a page keeps what.
///
/// A page holds the keys and values of `positions` neighbouring positions for all blocks and
/// key-value heads. Keys lie transposed (element by element, positions side by side), because the
/// attention kernel computes many positions at once; values lie position after position.
struct KeyValueLayout: Sendable, Hashable {
    /// Positions per page: what the attention kernel takes at once. Prefixes are shared by whole
    /// pages.
    static let positions = 32

    let blocks: Int
    let heads: Int
    let headSize: Int

    init(_ configuration: LlamaConfiguration) {
        blocks = configuration.blockCount
        heads = configuration.keyValueHeadCount
        headSize = configuration.headDimension
    }

    /// Floats per page.
    var floats: Int { blocks * heads * 2 * headSize * Self.positions }

    /// Bytes per page.
    var bytes: Int { floats * MemoryLayout<Float>.stride }

    func keys(block: Int, head: Int) -> Int {
        (block * heads + head) * 2 * headSize * Self.positions
    }

    func values(block: Int, head: Int) -> Int {
        keys(block: block, head: head) + headSize * Self.positions
    }
}

/// The keys and values of a run of positions of one sequence, or of several that begin alike.
///
/// A class because sequences share pages: the reference count says whether a page may be written.
final class KeyValuePage {
    let buffer: FloatBuffer
    private let pool: PagePool

    fileprivate init(_ buffer: FloatBuffer, of pool: PagePool) {
        self.buffer = buffer
        self.pool = pool
    }

    deinit { pool.recycle(buffer) }

    var start: UnsafeMutablePointer<Float> { buffer.start }
}

/// Pages in use and spare ones.
///
/// A class because every page gives its memory back to it.
final class PagePool: Sendable {
    let layout: KeyValueLayout
    /// The most pages at once.
    let limit: Int

    private struct State {
        var spare: [FloatBuffer] = []
        var inUse = 0
    }
    private let state = Mutex(State())

    init(layout: KeyValueLayout, limit: Int) {
        self.layout = layout
        self.limit = limit
    }

    /// Pages that may still be made.
    var free: Int { state.withLock { limit - $0.inUse } }

    /// A page of undefined content. Admission keeps the number below the limit.
    func make() -> KeyValuePage {
        let buffer = state.withLock { state in
            state.inUse += 1
            return state.spare.popLast()
        }
        return KeyValuePage(buffer ?? FloatBuffer(count: layout.floats), of: self)
    }

    fileprivate func recycle(_ buffer: FloatBuffer) {
        state.withLock { state in
            state.inUse -= 1
            state.spare.append(buffer)
        }
    }

    /// Gives spare memory back to the system.
    func shrink() { state.withLock { $0.spare = [] } }
}

/// The pages of one sequence.
struct SequenceCache {
    private(set) var pages: [KeyValuePage] = []
    /// How many positions are filled.
    private(set) var count = 0

    /// A cache that begins with whole filled pages.
    init(sharing pages: [KeyValuePage] = []) {
        self.pages = pages
        count = pages.count * KeyValueLayout.positions
    }

    /// A cache of the first positions of another; pages are shared until one is written.
    init(_ other: SequenceCache, upTo count: Int) {
        let size = KeyValueLayout.positions
        pages = Array(other.pages[..<((count + size - 1) / size)])
        self.count = count
    }

    /// Makes room for positions `count ..< end`, copying a page that others share.
    mutating func extend(to end: Int, from pool: PagePool) {
        let size = KeyValueLayout.positions
        guard end > count else { return }
        let first = count / size
        if count % size != 0, !isKnownUniquelyReferenced(&pages[first]) {
            let copy = pool.make()
            copy.start.update(from: pages[first].start, count: pool.layout.floats)
            pages[first] = copy
        }
        while pages.count * size < end { pages.append(pool.make()) }
        count = end
    }
}
