import CTensorKernels

/// A compiled step: a flat array of instructions.
///
/// Immutable, so cells on several threads share it.
public final class Plan: @unchecked Sendable {
    /// A buffer that the plan is bound to.
    public struct Binding: Sendable, Hashable {
        /// Its name.
        public let name: BufferName
        /// Floats; for a table or trace, floats per step.
        public let count: Int
    }

    /// What the instructions read and write beside arena and constants.
    public let bindings: [Binding]
    /// The names of the random streams, in the order their keys are given.
    public let streamNames: [String]
    /// Scalars recorded per step.
    public let traceWidth: Int
    /// Floats of working memory.
    public let arenaCount: Int

    let instructions: [tk_instruction]
    let slots: [tk_slot]
    let programs: [tk_program]
    let operands: [tk_operand]
    let ops: [tk_ew_op]
    let results: [Int32]
    let runs: [tk_constant_run]
    let extents: [Int64]
    let constants: [Float]
    let scratchCount: Int

    /// Buffer numbers in the kernels' table.
    static let arena: Int32 = 0
    static let constantBuffer: Int32 = 1
    static let firstBinding: Int32 = 2

    init(_ emitter: PlanEmitter, arenaCount: Int, streamNames: [String], traceWidth: Int) {
        bindings = emitter.bindings
        self.streamNames = streamNames
        self.traceWidth = traceWidth
        self.arenaCount = arenaCount
        instructions = emitter.instructions
        slots = emitter.slots
        programs = emitter.programs
        operands = emitter.operands
        ops = emitter.ops
        results = emitter.results
        runs = emitter.runs
        extents = emitter.extents
        constants = emitter.constants
        let deepest =
            instructions.lazy.filter {
                [TK_MATMUL, TK_BATCHED_MATMUL].contains(tk_opcode(UInt32($0.opcode)))
            }.map(\.dim.2).max() ?? 0
        scratchCount = max(emitter.scratchCount, Int(tk_panel_floats(deepest)))
    }

    /// How many instructions a step runs.
    public var instructionCount: Int { instructions.count }
}
