import CTensorKernels

/// Records what plans are run with, so that a program without Swift can run them again elsewhere.
///
/// The recording holds each plan once, the contents of a buffer when the host has written to it, and after
/// every run a digest of all bound buffers. What a run changes is not recorded: a replay has to compute it.
/// `scripts/arm64/replay.c` reads the format, which is bytes in the order of this machine (little-endian).
/// Used by one task at a time.
package final class PlanRecorder: @unchecked Sendable {
    /// The recorder of the running task; nil, as a rule.
    @TaskLocal package static var current: PlanRecorder?

    /// The recording so far.
    package private(set) var bytes: [UInt8] = []

    /// What follows in the recording.
    private enum Tag: UInt32 {
        case plan = 1
        case buffer = 2
        case run = 3
        case result = 4
    }

    private struct Known {
        let number: Int
        /// Kept alive, so that its address stays its own.
        let buffer: FloatBuffer
        var contents: [UInt32]
    }

    private var plans: [ObjectIdentifier: (number: Int, plan: Plan)] = [:]
    private var buffers: [ObjectIdentifier: Known] = [:]
    private var states: [String: FloatBuffer] = [:]

    /// An empty recording.
    package init() {
        bytes += Array("bench plans 1\n".utf8)
        for size in [
            MemoryLayout<tk_instruction>.stride, MemoryLayout<tk_slot>.stride,
            MemoryLayout<tk_program>.stride,
            MemoryLayout<tk_operand>.stride, MemoryLayout<tk_ew_op>.stride,
            MemoryLayout<tk_constant_run>.stride,
            MemoryLayout<tk_key>.stride,
        ] {
            append(size)
        }
    }

    /// Names a result: a replay prints the SHA-256 of the buffers that were last bound to `names`, in order.
    package func result(_ name: String, states names: [String]) {
        let numbers = names.compactMap { states[$0] }.map(number(of:))
        append(Tag.result)
        append(Array(name.utf8))
        append(numbers)
    }

    /// Records a run of `plan` on `bound`, the buffers of its bindings in order, around `body`, which does it.
    func run(
        _ plan: Plan, _ bound: [FloatBuffer], keys: [tk_key], first: Int, count: Int, _ body: () -> Void
    ) {
        for (binding, buffer) in zip(plan.bindings, bound) {
            if case .state(let name) = binding.name { states[name] = buffer }
        }
        let plan = number(of: plan)
        let numbers = bound.map(number(of:))
        append(Tag.run)
        append(plan)
        append(first)
        append(count)
        append(keys)
        append(numbers)
        body()
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for buffer in bound {
            let contents = Self.bits(of: buffer)
            buffers[ObjectIdentifier(buffer)]!.contents = contents
            for bits in contents {
                // Every NaN counts as the same one: its sign and payload differ between CPUs.
                let isNaN = bits & 0x7fff_ffff > 0x7f80_0000
                digest = (digest ^ UInt64(isNaN ? 0x7fc0_0000 : bits)) &* 0x0000_0100_0000_01b3
            }
        }
        append(Int(bitPattern: UInt(digest)))
    }

    private func number(of plan: Plan) -> Int {
        if let known = plans[ObjectIdentifier(plan)] { return known.number }
        let number = plans.count
        plans[ObjectIdentifier(plan)] = (number, plan)
        append(Tag.plan)
        append(plan.arenaCount)
        append(plan.scratchCount)
        append(plan.instructions)
        append(plan.slots)
        append(plan.programs)
        append(plan.operands)
        append(plan.ops)
        append(plan.results)
        append(plan.runs)
        append(plan.extents)
        append(plan.constants)
        return number
    }

    /// The buffer's number, after its contents where they are not those that the last run left.
    private func number(of buffer: FloatBuffer) -> Int {
        let contents = Self.bits(of: buffer)
        let known = buffers[ObjectIdentifier(buffer)]
        let number = known?.number ?? buffers.count
        if known?.contents != contents {
            buffers[ObjectIdentifier(buffer)] = Known(number: number, buffer: buffer, contents: contents)
            append(Tag.buffer)
            append(number)
            append(contents)
        }
        return number
    }

    private static func bits(of buffer: FloatBuffer) -> [UInt32] {
        UnsafeBufferPointer(start: buffer.base, count: buffer.count).map(\.bitPattern)
    }

    private func append(_ tag: Tag) { append(Int(tag.rawValue)) }

    private func append(_ number: Int) { withUnsafeBytes(of: Int64(number)) { bytes += $0 } }

    /// A table: its length, then its elements.
    private func append<Element: BitwiseCopyable>(_ table: [Element]) {
        append(table.count)
        table.withUnsafeBytes { bytes += $0 }
    }
}
