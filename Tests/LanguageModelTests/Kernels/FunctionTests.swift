import CKernels
import LanguageModel
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The kernels of one row: each in every table to the bit as the scalar one, and that one against
/// float64.
@Suite struct FunctionTests {
    static let sizes = [1, 2, 15, 16, 17, 31, 64, 257, 1003]
    static let tables = [KernelTable.scalar] + KernelTable.others

    @Test("RMSNorm divides by the root of the mean square", arguments: sizes)
    func rmsNorm(n: Int) {
        let x = randomFloats(n, seed: 1, scale: 4)
        let weight = randomFloats(n, seed: 2)
        let square = x.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(n)
        let expected = x.indices.map { Double(x[$0]) / sqrt(square + 1e-5) * Double(weight[$0]) }
        var reference: [Float] = []
        for table in Self.tables {
            var out = [Float](repeating: .nan, count: n)
            table.table.pointee.rms_norm(x, weight, n, 1e-5, &out)
            if reference.isEmpty { reference = out }
            #expect(bits(out) == bits(reference), "\(table)")
        }
        for (a, b) in zip(reference, expected) { #expect(abs(Double(a) - b) < 1e-5) }
    }

    @Test("The gate is x times the logistic function of x, times up", arguments: sizes)
    func silu(n: Int) {
        var gate = randomFloats(n, seed: 3, scale: 12)
        gate[0] = -120
        let up = randomFloats(n, seed: 4)
        var reference: [Float] = []
        for table in Self.tables {
            var out = gate
            table.table.pointee.silu_multiply(&out, up, n)
            if reference.isEmpty { reference = out }
            #expect(bits(out) == bits(reference), "\(table)")
        }
        for i in gate.indices {
            let x = Double(gate[i])
            let expected = x / (1 + exp(-x)) * Double(up[i])
            #expect(abs(Double(reference[i]) - expected) < 2e-6 * max(1, abs(expected)))
        }
    }

    @Test("Scaled addition rounds once", arguments: sizes)
    func addScaled(n: Int) {
        let x = randomFloats(n, seed: 5)
        let y = randomFloats(n, seed: 6)
        let expected = x.indices.map { y[$0].addingProduct(0.7, x[$0]) }
        for table in Self.tables {
            var out = y
            table.table.pointee.add_scaled(&out, x, 0.7, n)
            #expect(bits(out) == bits(expected), "\(table)")
        }
    }

    @Test("Exponentials are within two units in the last place", arguments: sizes)
    func exponentiate(n: Int) {
        var x = randomFloats(n, seed: 7, scale: 40)
        if n > 2 { x[1] = -500 }
        let greatest = Double(x.max() ?? 0)
        var reference: [Float] = []
        var total: Float = 0
        for table in Self.tables {
            var out = x
            let sum = table.table.pointee.exponentiate(&out, n)
            if reference.isEmpty { (reference, total) = (out, sum) }
            #expect(bits(out) == bits(reference) && sum.bitPattern == total.bitPattern, "\(table)")
        }
        var sum = 0.0
        for i in x.indices {
            let expected = exp(Double(x[i] - Float(greatest)))
            sum += expected
            #expect(abs(Double(reference[i]) - expected) <= 2.4e-7 * expected + 1e-37)
        }
        #expect(abs(Double(total) - sum) < 1e-6 * sum)
        #expect(reference.max() == 1)
    }

    @Test("The logarithm of summed exponentials is that of float64", arguments: sizes)
    func logSumExp(n: Int) {
        let x = randomFloats(n, seed: 8, scale: 30)
        let greatest = Double(x.max() ?? 0)
        let expected = greatest + log(x.reduce(0) { $0 + exp(Double($1) - greatest) })
        let reference = KernelTable.scalar.table.pointee.log_sum_exp(x, n)
        for table in Self.tables {
            #expect(table.table.pointee.log_sum_exp(x, n) == reference, "\(table)")
        }
        #expect(abs(reference - expected) < 1e-6)
    }

    @Test("The greatest element is found at its first place", arguments: sizes)
    func argmax(n: Int) {
        for place in 0..<min(n, 40) {
            var x = randomFloats(n, seed: 9)
            x[place] = 2
            if place + 3 < n { x[place + 3] = 2 }
            if place > 0 { x[0] = .nan }
            for table in Self.tables {
                #expect(table.table.pointee.argmax(x, n) == place, "\(table)")
            }
        }
    }

    @Test("Rotation keeps lengths and leaves the rest of a head alone")
    func rope() {
        let (heads, size, pairs) = (3, 10, 4)
        let angles = (0..<pairs).map { Float($0) * 0.3 + 0.1 }
        let (cosines, sines) = (angles.map(cosf), angles.map(sinf))
        let x = randomFloats(heads * size, seed: 10)
        var reference: [Float] = []
        for table in Self.tables {
            var out = x
            table.table.pointee.rope(&out, heads, size, cosines, sines, pairs)
            if reference.isEmpty { reference = out }
            #expect(bits(out) == bits(reference), "\(table)")
        }
        for head in 0..<heads {
            for pair in 0..<pairs {
                let i = head * size + 2 * pair
                let (a, b) = (Double(x[i]), Double(x[i + 1]))
                let angle = Double(angles[pair])
                #expect(abs(Double(reference[i]) - (a * cos(angle) - b * sin(angle))) < 1e-6)
                #expect(abs(Double(reference[i + 1]) - (a * sin(angle) + b * cos(angle))) < 1e-6)
            }
            for i in head * size + 2 * pairs..<(head + 1) * size { #expect(reference[i] == x[i]) }
        }
    }
}
