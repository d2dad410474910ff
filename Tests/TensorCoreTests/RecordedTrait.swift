import Foundation
import Synchronization
import Testing

@testable import TensorCore

/// Records the plans that each case of a suite runs into the folder that `BENCH_RECORDINGS` names.
///
/// `scripts/check-arm64` runs them again on the arm64 kernels. Without the variable the trait does nothing.
struct RecordedTrait: SuiteTrait, TestTrait, TestScoping {
    private static let count = Atomic(0)

    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        guard let folder = ProcessInfo.processInfo.environment["BENCH_RECORDINGS"] else {
            return try await function()
        }
        let recorder = PlanRecorder()
        try await PlanRecorder.$current.withValue(recorder) { try await function() }
        let number = Self.count.add(1, ordering: .relaxed).newValue
        try Data(recorder.bytes).write(
            to: URL(fileURLWithPath: folder).appendingPathComponent("operations-\(number).plans"))
    }
}

extension Trait where Self == RecordedTrait {
    /// Recorded for the check of the arm64 kernels.
    static var recorded: Self { Self() }
}
