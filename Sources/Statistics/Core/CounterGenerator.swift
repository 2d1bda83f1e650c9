/// A counter-based random generator: the n-th word depends on the key and n alone.
///
/// Streams with different keys are independent, and any word can be computed without those before
/// it, so a method that gives each resample its own stream has the same result on any number of
/// threads. The mixing is SplitMix64's finaliser over a Weyl sequence (Steele, Lea and Flood 2014,
/// doi:10.1145/2660193.2660195).
public struct CounterGenerator: RandomNumberGenerator, Sendable, Hashable {
    private let key: UInt64
    private var counter: UInt64 = 0

    /// Starts the stream of a seed and an optional stream number.
    public init(seed: UInt64, stream: UInt64 = 0) {
        key = Self.mix(Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15) ^ (stream &* 0xD134_2543_DE82_EF95))
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        counter &+= 1
        return Self.mix(key &+ counter &* 0x9E37_79B9_7F4A_7C15)
    }

    /// The next number in [0, 1), a multiple of 2⁻⁵³.
    public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// The next whole number in 0..<bound, without bias (Lemire 2019, doi:10.1145/3230636).
    public mutating func index(below bound: Int) -> Int {
        precondition(bound > 0, "an index needs a positive bound")
        let bound = UInt64(bound)
        var (high, low) = next().multipliedFullWidth(by: bound)
        if low < bound {
            let threshold = (0 &- bound) % bound
            while low < threshold { (high, low) = next().multipliedFullWidth(by: bound) }
        }
        return Int(high)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
