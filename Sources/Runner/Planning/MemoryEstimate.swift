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
    /// Bytes that training a cell needs, up to ten times as many as needed: known before anything is traced.
    static func bound(
        _ blueprint: CellBlueprint, _ data: PreparedData, batchSize: Int, passes: Double
    ) -> Double {
        let parameters = Double(blueprint.layout.count)
        let widths = Double(data.inputWidth) + blueprint.model.forwardCost.activations
        let rows = Double(data.train.rows) * Double(data.inputWidth + data.outputWidth)
        // Parameters, gradient, up to three states and as many temporaries; SAM doubles what a pass keeps.
        return 4 * (8 * parameters + 12 * passes * widths * Double(max(batchSize, 128)) + rows)
    }

    /// Bytes that each of `jobs` cells may use, to be asked before the jobs begin.
    ///
    /// The machine's memory, or what the limits of the process or its control group leave where that is less.
    static func available(jobs: Int) -> Double {
        var limit = Double(ProcessInfo.processInfo.physicalMemory)
        if let group = ProcessMemory.groupLimit { limit = min(limit, Double(group)) }
        var address = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_AS.rawValue)
        #else
            let resource = RLIMIT_AS
        #endif
        if getrlimit(resource, &address) == 0, address.rlim_cur != rlim_t.max {
            // The allocator reserves up to two heaps of 64 MiB for every thread.
            let reserved = Double(jobs) * 134_217_728
            limit = min(limit, max(0, Double(address.rlim_cur) - occupiedAddresses - reserved))
        }
        return 0.8 * limit / Double(jobs)
    }

    /// Bytes of address space in use, where the system tells; else 0.
    private static var occupiedAddresses: Double {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").first.flatMap({ Double($0) })
        else { return 0 }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// The status of a cell that does not fit; nil for one that does.
    static func refusal(
        _ blueprint: CellBlueprint, _ data: PreparedData, _ settings: TrainingSettings, passes: Double,
        free: Double, jobs: Int, cache: PlanCache
    ) -> Status? {
        var needed = bound(blueprint, data, batchSize: settings.batchSize, passes: passes)
        // A cell that fits by the bound need not be compiled for this; one that is larger than any machine must
        // not be, so that no extent overflows. In between the compiled plans know.
        if needed > free, needed < 0x1p48,
            settings.refusal(of: blueprint.model, rows: data.train.rows) == nil
        {
            needed = 1.1 * blueprint.memory(settings, on: data, cache: cache)
        }
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
