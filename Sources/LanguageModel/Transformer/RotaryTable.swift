#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The rotary position embedding's angles.
///
/// Pair i of a head turns by position · base^(−2i/d), d the rotated width (Su et al. 2021,
/// arXiv:2104.09864); scaling divides the position, or each pair's frequency. Computed in float64,
/// rounded once.
struct RotaryTable: Sendable {
    /// The angle per position of each pair, in radians.
    let frequencies: [Double]

    init(_ configuration: LlamaConfiguration) {
        let width = Double(configuration.ropeDimension)
        frequencies = (0..<configuration.ropeDimension / 2).map { pair in
            let plain = pow(configuration.ropeBase, -2 * Double(pair) / width)
            return switch configuration.ropeScaling {
            case .none: plain
            case .linear(let factor): plain / factor
            case .perFrequency(let factors): plain / Double(factors[pair])
            }
        }
    }

    /// How many pairs of each head turn.
    var pairs: Int { frequencies.count }

    /// Writes the cosines, then the sines, of a position: 2 × `pairs` floats.
    func write(position: Int, into output: UnsafeMutablePointer<Float>) {
        for (pair, frequency) in frequencies.enumerated() {
            let angle = Double(position) * frequency
            output[pair] = Float(cos(angle))
            output[pairs + pair] = Float(sin(angle))
        }
    }
}
