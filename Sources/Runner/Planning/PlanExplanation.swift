import Primitives
import Records
import TensorCore
import Training

/// What `bench plan --explain` says: the compiled training steps of a suite, each once, instruction by
/// instruction.
public struct PlanExplanation: Sendable {
    /// Cells that share a compiled step, and the step.
    private struct Entry {
        let step: CompiledStep
        let first: PlannedCell
        /// Which methods act in which phase of the step, a phase a line.
        let phases: String
        var cells: Int
    }

    /// The explanation as text.
    public let text: String

    private static let legend = """
        Each training step that differs, once, with the cells that share it: first the methods that act in it,
        in the order in which they do. Then a line is an instruction:
        what it writes <- what it does with what it reads, then extents (m, n, k of a product) or elements.
        @n is working memory from float n on, state and data are kept outside it, and +n is an offset in
        floats; [scalar] is one value for all, [/r %p] an operand repeated: element (i / r) mod p.


        """

    /// Compiles the steps of the selected cells of `plan`, leaving out what only seeds or scalars tell apart.
    public init(_ plan: SuitePlan, selection: CellSelection = .everything) throws(BenchError) {
        var entries: [Entry] = []
        let cache = PlanCache()
        for position in try selection.positions(in: plan) {
            let cell = plan.cells[position]
            let data = try plan.library.prepared(cell.datasetLabel, seed: cell.specification.seed)
            let settings = TrainingSettings(arguments: cell.specification.training.arguments)
            let blueprint = try Catalogue.blueprint(cell.specification, data: data)
            for step in blueprint.compiledSteps(settings, on: data, cache: cache) {
                if let known = entries.firstIndex(where: { $0.step.structure == step.structure }) {
                    entries[known].cells += 1
                } else {
                    entries.append(
                        Entry(step: step, first: cell, phases: Self.phases(of: blueprint), cells: 1))
                }
            }
        }
        text =
            Self.legend
            + entries.map { entry in
                let cell = entry.first
                return "\(cell.datasetLabel) / \(cell.modelLabel) / \(cell.methodLabel), batches of "
                    + "\(entry.step.batchSize) (\(entry.cells) \(entry.cells == 1 ? "cell" : "cells"))\n"
                    + entry.phases + entry.step.plan.description
            }.joined(separator: "\n")
    }

    /// The methods of a cell by the phase of the step in which they act.
    private static func phases(of blueprint: CellBlueprint) -> String {
        StepPhase.acting(in: blueprint).map { phase, ids in
            "  \(phase.title): \(ids.joined(separator: ", "))\n"
        }.joined()
    }
}
