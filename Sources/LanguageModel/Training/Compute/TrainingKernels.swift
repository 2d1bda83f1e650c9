import CKernels

/// The row functions of a backward pass, chosen for this processor.
///
/// `@unchecked Sendable` is safe: the table is a constant of the program.
struct TrainingKernels: @unchecked Sendable {
    let table: UnsafePointer<ck_training_kernels>

    static let best = TrainingKernels(table: ck_best_training_kernels())
}
