import Foundation
import Numerics
import Primitives

extension InstructionSet {
    /// The level that `BENCH_ISA` forces, or the best this machine has; throws `.usage` for one it lacks.
    public static func selected(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(BenchError) -> InstructionSet {
        guard let name = environment["BENCH_ISA"], !name.isEmpty else { return .best }
        let available = allCases.filter(\.isAvailable).map(\.rawValue)
        guard let level = InstructionSet(rawValue: name) else {
            throw BenchError(
                .usage,
                "BENCH_ISA is \"\(name)\"" + Suggestion.hint(for: name, among: allCases.map(\.rawValue)),
                remedy: "this machine has: " + available.joined(separator: ", "))
        }
        guard level.isAvailable else {
            throw BenchError(
                .usage, "BENCH_ISA asks for \(name), which this machine does not have",
                remedy: "this machine has: " + available.joined(separator: ", "))
        }
        return level
    }
}
