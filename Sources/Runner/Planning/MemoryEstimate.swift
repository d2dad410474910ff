import Datasets
import Foundation
import Primitives
import Records
import TensorCore
import Training

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Whether a cell fits into memory: asked before it is trained, because an allocation that fails ends the
/// process and every other cell with it.
enum MemoryEstimate {
    /// Bytes that training a cell needs, generously.
    static func bytes(
        _ blueprint: CellBlueprint, _ data: PreparedData, batchSize: Int, passes: Double
    ) -> Double {
        let parameters = blueprint.model.parameters.reduce(0.0) { $0 + Double($1.shape.count) }
        let widths = Double(data.inputWidth) + blueprint.model.forwardCost.activations
        let rows = Double(data.train.rows) * Double(data.inputWidth + data.outputWidth)
        // Parameters, gradient, up to three states and as many temporaries; SAM doubles what a pass keeps.
        return 4 * (8 * parameters + 12 * passes * widths * Double(max(batchSize, 128)) + rows)
    }

    /// Bytes that each of `jobs` cells may use: the machine's memory, or the process's limit where that is less.
    static func available(jobs: Int) -> Double {
        var limit = Double(ProcessInfo.processInfo.physicalMemory)
        var address = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_AS.rawValue)
        #else
            let resource = RLIMIT_AS
        #endif
        if getrlimit(resource, &address) == 0, address.rlim_cur != rlim_t.max {
            limit = min(limit, Double(address.rlim_cur))
        }
        return 0.8 * limit / Double(jobs)
    }

    /// The status of a cell that does not fit; nil for one that does.
    static func refusal(
        _ blueprint: CellBlueprint, _ data: PreparedData, batchSize: Int, passes: Double, jobs: Int
    ) -> Status? {
        let (needed, free) = (
            bytes(blueprint, data, batchSize: batchSize, passes: passes), available(jobs: jobs)
        )
        guard needed > free else { return nil }
        return Status(
            kind: .outOfMemory,
            cause:
                "it needs about \(gibibytes(needed)) GiB; each of \(jobs) \(jobs == 1 ? "job" : "jobs") may use \(gibibytes(free)) GiB"
        )
    }

    private static func gibibytes(_ bytes: Double) -> String {
        JSONValue.canonicalNumber((bytes / 1_073_741_824 * 10).rounded() / 10)
    }
}
