import Foundation
import Primitives
import Records

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Faults on demand, to see what becomes of a run: `BENCH_FAILPOINTS="trap:sam,loop:mixup"` makes workers go
/// wrong in cells that use these methods.
struct Failpoint: Equatable {
    /// What goes wrong.
    enum Fault: String, CaseIterable {
        /// A trap, as an index out of range is.
        case trap
        /// No end.
        case loop
        /// More and more memory.
        case allocate
        /// Memory that is kept when the cell ends.
        case hoard
        /// Memory that is given back before the cell ends.
        case spike
        /// The process ends by itself.
        case exit
    }

    var fault: Fault
    /// The id of a method or an optimiser.
    var method: String

    /// What `text` says; what makes no sense is left out.
    static func parse(_ text: String) -> [Failpoint] {
        text.split(separator: ",").compactMap { entry in
            let parts = entry.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, let fault = Fault(rawValue: parts[0]) else { return nil }
            return Failpoint(fault: fault, method: parts[1])
        }
    }

    /// Whether it is meant for that cell.
    func concerns(_ specification: CellSpecification) -> Bool {
        (specification.methods + [specification.optimizer]).contains { $0.id == method }
    }

    private static func memory(mebibytes: Int) -> UnsafeMutableRawPointer {
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: mebibytes << 20, alignment: 64)
        return memset(bytes, 1, mebibytes << 20)
    }

    /// Goes wrong.
    func strike() {
        switch fault {
        case .trap:
            let nothing: [Int] = []
            _ = nothing[Int(getpid())]
        case .loop:
            while true { usleep(1000) }
        case .allocate:
            while true {
                let bytes = 16 << 20
                memset(UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64), 1, bytes)
            }
        case .hoard: _ = Self.memory(mebibytes: 120)
        case .spike:
            let bytes = Self.memory(mebibytes: 260)
            usleep(400_000)
            bytes.deallocate()
        case .exit: _exit(3)
        }
    }
}
