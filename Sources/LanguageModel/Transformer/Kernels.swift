import CKernels

/// One table of compute kernels: the processor's best, or one by name for tests.
///
/// All tables give equal bits (see `ckernels.h`), so the choice decides speed alone.
/// `@unchecked Sendable` is safe: the table is a constant of the program.
struct Kernels: @unchecked Sendable {
    let table: UnsafePointer<ck_kernels>

    /// The best table of this processor, or the one that CONDUCT_KERNELS names.
    static let best = Kernels(table: ck_best_kernels())

    /// The table of a name (`scalar`, `avx2`, `avx512`, `neon`), where this processor can run it.
    static func named(_ name: String) -> Kernels? {
        ck_kernels_named(name).map(Kernels.init)
    }

    /// The names of the tables that this processor can run, best last.
    static var names: [String] {
        var names: [String] = []
        while let name = ck_kernels_name_at(names.count) { names.append(String(cString: name)) }
        return names
    }

    private init(table: UnsafePointer<ck_kernels>) { self.table = table }

    var name: String { String(cString: table.pointee.name) }

    /// Whether products of wide tiles outrun the BLAS library (measured: AVX-512 does, see
    /// `PrefillMethod`).
    var isWide: Bool { name == "avx512" }
}
