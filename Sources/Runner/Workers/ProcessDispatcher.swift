import Foundation
import Primitives
import Records

/// Trains cells in worker processes: one that traps, is killed or exceeds a limit costs only the cell it is at.
public struct ProcessDispatcher: Dispatcher {
    private let executable: String

    /// Workers are the program at `executable`, this one where nil.
    public init(executable: String? = nil) {
        self.executable = executable ?? Self.ownExecutable
    }

    /// This program's file, also where another one has taken its name since it was started.
    static var ownExecutable: String {
        if FileManager.default.fileExists(atPath: "/proc/self/exe") { return "/proc/self/exe" }
        return Bundle.main.executablePath ?? CommandLine.arguments[0]
    }

    /// Trains every cell.
    public func run(
        _ batch: CellBatch, options: DispatchOptions, interruption: Interruption,
        handle: (DispatchEvent) throws(BenchError) -> Void
    ) throws(BenchError) -> Int {
        guard batch.count > 0 else { return 0 }
        let guarded = BrokenPipeGuard()
        defer { guarded.end() }
        let coordinator = try WorkerCoordinator(
            batch, options: options, interruption: interruption, executable: executable)
        return try coordinator.run(handle)
    }
}
