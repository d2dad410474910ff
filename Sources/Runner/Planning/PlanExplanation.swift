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
        /// Which methods act in which phase of the step.
        let phases: [(phase: StepPhase, ids: [String])]
        var cells: Int
    }

    private let entries: [Entry]

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
                        Entry(step: step, first: cell, phases: StepPhase.acting(in: blueprint), cells: 1))
                }
            }
        }
        self.entries = entries
    }

    /// The explanation as text.
    public var text: String {
        Self.legend
            + entries.map { entry in
                let cell = entry.first
                let phases = entry.phases.map { "  \($0.phase.title): \($0.ids.joined(separator: ", "))\n" }
                return "\(cell.datasetLabel) / \(cell.modelLabel) / \(cell.methodLabel), batches of "
                    + "\(entry.step.batchSize) (\(entry.cells) \(entry.cells == 1 ? "cell" : "cells"))\n"
                    + phases.joined() + entry.step.plan.description
            }.joined(separator: "\n")
    }

    /// The explanation for a program; an instruction is a line of the text.
    public var json: String {
        let steps = entries.map { entry -> JSONValue in
            [
                "dataset": .string(entry.first.datasetLabel), "model": .string(entry.first.modelLabel),
                "method": .string(entry.first.methodLabel), "batch_size": .integer(entry.step.batchSize),
                "cells": .integer(entry.cells),
                "phases": .array(
                    entry.phases.map {
                        ["phase": .string($0.phase.title), "methods": .array($0.ids.map(JSONValue.string))]
                    }),
                "plan": .array(
                    entry.step.plan.description.split(separator: "\n").map { .string(String($0)) }),
            ]
        }
        let document: JSONValue = ["steps": .array(steps)]
        return document.canonical + "\n"
    }
}
