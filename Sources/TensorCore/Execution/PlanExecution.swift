import CTensorKernels
import Numerics

/// A plan bound to memory, ready to run; used by one task at a time.
public final class PlanExecution {
    /// The plan.
    public let plan: Plan
    private let arena: FloatBuffer
    private let scratch: FloatBuffer
    private let constants: FloatBuffer
    private let keys: [tk_key]
    private let slotPointers: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>

    /// Allocates the working memory of `plan`; `keys` are those of its streams, in order.
    public init(_ plan: Plan, keys: [RandomKey]) {
        precondition(
            keys.count == plan.streamNames.count, "\(plan.streamNames.count) streams, \(keys.count) keys")
        self.plan = plan
        self.keys = keys.map(\.kernelKey)
        arena = FloatBuffer(count: plan.arenaCount)
        scratch = FloatBuffer(count: plan.scratchCount)
        constants = FloatBuffer(plan.constants)
        slotPointers = .allocate(capacity: max(1, plan.slots.count))
        slotPointers.initialize(repeating: nil, count: max(1, plan.slots.count))
    }

    /// Allocates the working memory of `plan`, its streams keyed by seed and name.
    public convenience init(_ plan: Plan, seed: Int) {
        self.init(plan, keys: plan.streamNames.map { RandomKey(seed: seed, name: $0) })
    }

    deinit { slotPointers.deallocate() }

    /// Runs `count` steps, the first of which has the global number `first`.
    ///
    /// Every binding of the plan must be in `buffers`, large enough; tables and the trace hold a row per step.
    public func run(
        _ buffers: [BufferName: FloatBuffer], first: Int, count: Int, on instructionSet: InstructionSet
    ) {
        guard count > 0 else { return }
        precondition(instructionSet.isAvailable, "this machine has no \(instructionSet)")
        var pointers: [UnsafeMutablePointer<Float>?] = [arena.base, constants.base]
        var bound: [FloatBuffer] = []
        for binding in plan.bindings {
            guard let buffer = buffers[binding.name] else {
                preconditionFailure("\(binding.name) is not bound")
            }
            var needed = binding.count
            switch binding.name {
            case .table, .trace: needed *= count
            case .state, .data: break
            }
            precondition(
                buffer.count >= needed, "\(binding.name) has \(buffer.count) floats, needs \(needed)")
            pointers.append(buffer.base)
            bound.append(buffer)
        }
        let execute = { self.execute(pointers, first: first, count: count, on: instructionSet) }
        if let recorder = PlanRecorder.current {
            recorder.run(plan, bound, keys: keys, first: first, count: count, execute)
        } else {
            execute()
        }
    }

    private func execute(
        _ pointers: [UnsafeMutablePointer<Float>?], first: Int, count: Int, on instructionSet: InstructionSet
    ) {
        var keys = keys
        if keys.isEmpty { keys = [tk_key()] }
        pointers.withUnsafeBufferPointer { pointers in
            keys.withUnsafeBufferPointer { keys in
                var run = tk_run(
                    buffers: pointers.baseAddress, keys: keys.baseAddress, slot_pointers: slotPointers,
                    scratch: scratch.base, first_step: UInt64(first), step_count: UInt64(count))
                withTables { table in
                    var table = table
                    tk_plan_run(instructionSet.kernelLevel, &table, &run)
                }
            }
        }
    }

    private func withTables(_ body: (tk_plan) -> Void) {
        plan.instructions.withUnsafeBufferPointer { instructions in
            plan.slots.withUnsafeBufferPointer { slots in
                plan.programs.withUnsafeBufferPointer { programs in
                    plan.operands.withUnsafeBufferPointer { operands in
                        plan.ops.withUnsafeBufferPointer { ops in
                            plan.results.withUnsafeBufferPointer { results in
                                plan.runs.withUnsafeBufferPointer { runs in
                                    plan.extents.withUnsafeBufferPointer { extents in
                                        body(
                                            tk_plan(
                                                instructions: instructions.baseAddress,
                                                instruction_count: Int64(instructions.count),
                                                slots: slots.baseAddress,
                                                slot_count: Int64(slots.count),
                                                programs: programs.baseAddress,
                                                operands: operands.baseAddress, ops: ops.baseAddress,
                                                results: results.baseAddress, runs: runs.baseAddress,
                                                extents: extents.baseAddress))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
