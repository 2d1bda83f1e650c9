/// The numbers that a training changes, with their gradients: one flat run of floats each.
///
/// A class because it owns the memory, which the forward pass and the optimiser share. It belongs
/// to one thread at a time.
public final class TrainableParameters {
    /// One tensor of the parameters.
    public struct Entry: Sendable, Hashable {
        /// The tensor's name: the model's own, with `.lora_a` or `.lora_b` for factors, or
        /// `reward.weight` and `reward.bias` for a head.
        public let name: String
        /// Rows and columns, slowest first.
        public let shape: [Int]
        /// The first number, counted from the beginning of all parameters.
        public let offset: Int
        /// How many numbers there are.
        public var count: Int { shape.reduce(1, *) }
        /// The places of its numbers.
        public var range: Range<Int> { offset..<offset + count }
    }

    /// The tensors in their order.
    public private(set) var entries: [Entry] = []
    /// How many numbers there are in all.
    public private(set) var count = 0
    private var index: [String: Int] = [:]
    private var valueMemory = FloatBuffer(count: 0)
    private var gradientMemory = FloatBuffer(count: 0)

    init() {}

    /// The tensor of a name.
    public subscript(name: String) -> Entry? { index[name].map { entries[$0] } }

    /// All numbers.
    public var values: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(start: valueMemory.start, count: count)
    }
    /// The gradients of all numbers, summed since they were last cleared.
    public var gradients: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(start: gradientMemory.start, count: count)
    }

    /// A copy of one tensor's numbers.
    public func copy(of name: String) -> [Float]? {
        self[name].map { Array(values[$0.range]) }
    }
    /// A copy of one tensor's gradient.
    public func gradientCopy(of name: String) -> [Float]? {
        self[name].map { Array(gradients[$0.range]) }
    }

    /// Sets all gradients to zero.
    public func clearGradients() { gradientMemory.start.initialize(repeating: 0, count: count) }

    /// Names a tensor; the memory comes with `allocate`.
    func add(_ name: String, _ shape: [Int]) {
        let entry = Entry(name: name, shape: shape, offset: count)
        index[name] = entries.count
        entries.append(entry)
        count += entry.count
    }

    func allocate() {
        valueMemory = FloatBuffer(count: count)
        gradientMemory = FloatBuffer(count: count)
        valueMemory.start.initialize(repeating: 0, count: count)
        clearGradients()
    }

    func values(_ entry: Entry) -> UnsafeMutablePointer<Float> { valueMemory.start + entry.offset }
    func gradients(_ entry: Entry) -> UnsafeMutablePointer<Float> {
        gradientMemory.start + entry.offset
    }
    func gradients(named name: String) -> UnsafeMutablePointer<Float>? {
        self[name].map(gradients)
    }
}
