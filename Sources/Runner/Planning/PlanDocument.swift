import Foundation
import Primitives
import Records
import Store
import Suites

/// What `bench plan` says: the cells of a suite, what the store has of them, and what the rest costs.
public struct PlanDocument: Sendable {
    private let plan: SuitePlan
    private let storePath: String
    private let statuses: [CellIdentity: Status]
    private let distinct: Int
    private let missing: [PlannedCell]
    private let estimate: CostEstimate

    /// Looks the cells up in the store at `storePath`, if there is one.
    ///
    /// Nothing is written.
    public init(_ plan: SuitePlan, storePath: String) throws(BenchError) {
        self.plan = plan
        self.storePath = storePath
        var statuses: [CellIdentity: Status] = [:]
        var stored: ResultTable?
        if FileManager.default.fileExists(atPath: storePath), !Store.isEmpty(storePath) {
            let store = try Store(path: storePath, mode: .readOnly)
            statuses = try store.storedStatuses(of: plan.cells.identities)
            if let latest = try store.latestExperiment(named: plan.suite.name) {
                stored = try store.results(experiment: latest.id)
            }
        }
        self.statuses = statuses
        let cells = plan.distinctCells
        distinct = cells.count
        missing = cells.filter { statuses[$0.identity] == nil }
        estimate = try CostEstimate(missing, in: plan, stored: stored)
    }

    private func state(_ cell: PlannedCell) -> String {
        guard let status = statuses[cell.identity] else { return "new" }
        return status.kind == .completed ? "stored" : "failed (\(status.kind.rawValue))"
    }

    /// For a person.
    public func text(listingCells: Bool) -> String {
        let suite = plan.suite
        var lines = ["suite \(suite.name) (\(suite.path))"]
        lines.append("datasets:")
        for record in plan.datasets {
            let kind = record.classes.map { "\($0) classes" } ?? "regression"
            lines.append(
                "  \(record.label): \(record.rows) rows, \(record.features) \(record.features == 1 ? "feature" : "features"), \(kind); train \(record.trainRows), "
                    + "validation \(record.validationRows), test \(record.testRows); sha256 \(record.contentHash.short)"
            )
        }
        lines.append("models: " + suite.models.map(\.label).joined(separator: ", "))
        lines.append("methods: " + suite.stacks.map(\.label).joined(separator: ", "))
        lines.append("seeds: " + suite.seeds.map(String.init).joined(separator: ", "))
        var cells = "cells: \(plan.cells.count)"
        if distinct < plan.cells.count { cells += " (\(distinct) distinct)" }
        let failed = statuses.values.count { $0.kind != .completed }
        cells += ", \(distinct - missing.count - failed) stored"
        if failed > 0 { cells += ", \(failed) failed" }
        lines.append(cells + ", \(missing.count) new")
        if !missing.isEmpty {
            let source =
                estimate.fromStored > 0
                ? "\(estimate.fromStored) cells from stored times, \(estimate.fromArithmetic) from their arithmetic"
                : "from their arithmetic, good to a factor of about three"
            lines.append("cost: about \(TextProgress.duration(estimate.seconds)) of CPU time (\(source))")
        }
        if listingCells {
            lines.append("")
            for cell in plan.cells {
                lines.append(
                    "\(cell.identity.digest.short)  \(state(cell))  \(cell.datasetLabel) / \(cell.modelLabel) / "
                        + "\(cell.methodLabel) / seed \(cell.specification.seed)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// For a program.
    public var json: String {
        let cells = plan.cells.map { cell -> JSONValue in
            [
                "cell": .string(cell.identity.description), "state": .string(state(cell)),
                "dataset": .string(cell.datasetLabel), "model": .string(cell.modelLabel),
                "method": .string(cell.methodLabel), "seed": .integer(cell.specification.seed),
                "cost_in_passes": .real(plan.cost(of: cell)),
            ]
        }
        let document: JSONValue = [
            "suite": .string(plan.suite.name), "store": .string(storePath), "cells": .array(cells),
            "new": .integer(missing.count), "estimated_cpu_seconds": .real(estimate.seconds),
        ]
        return document.canonical + "\n"
    }
}
