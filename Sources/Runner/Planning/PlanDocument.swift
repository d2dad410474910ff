import Foundation
import Primitives
import Records
import Suites

/// What `bench plan` says: the cells of a suite, what the store has of them, and what the rest costs.
public struct PlanDocument: Sendable {
    let plan: SuitePlan
    let selection: CellSelection
    let states: CellStates
    private let storePath: String
    /// The places of the cells that it is about: each cell once.
    let positions: [Int]
    /// How many distinct cells the suite has.
    let distinct: Int
    /// Those of `positions` that a run trains.
    let missing: [Int]
    let estimate: CostEstimate
    /// Why cells of a configuration do not fit into memory, by its number.
    let refusals: [Int: String]
    /// How many of `positions` are in which state.
    let counts: Counts

    /// Cells by their state.
    struct Counts: Sendable {
        var stored = 0
        var failed = 0
        var new = 0
        /// By the number of the reason.
        var stale: [Int]

        init(_ positions: [Int], _ states: CellStates) {
            stale = Array(repeating: 0, count: states.reasons.count)
            for position in positions {
                switch states[position] {
                case .stored: stored += 1
                case .failed: failed += 1
                case .stale(let reason): stale[reason] += 1
                case .new: new += 1
                }
            }
        }

        /// How many are stale for whatever reason.
        var allStale: Int { stale.reduce(0, +) }

        /// The numbers of the reasons, those of most cells first.
        var reasons: [Int] {
            stale.indices.filter { stale[$0] > 0 }.sorted { (stale[$1], $0) < (stale[$0], $1) }
        }
    }

    /// Looks the selected cells up in the store at `storePath`, if there is one.
    ///
    /// Nothing is written. `countingAttempts` says that the JSON will be asked for.
    public init(
        _ plan: SuitePlan, storePath: String, selection: CellSelection = .everything,
        countingAttempts: Bool = false
    ) throws(BenchError) {
        self.plan = plan
        self.selection = selection
        self.storePath = storePath
        let all = plan.cells.distinctPositions
        distinct = all.count
        positions = selection.isEverything ? all : try selection.positions(in: plan)
        states = try CellStates(plan, storePath: storePath, countingAttempts: countingAttempts)
        missing = states.missing(of: positions)
        estimate = try CostEstimate(missing, in: plan, known: states.seconds)
        refusals = try MemoryEstimate.refusals(missing, in: plan)
        counts = Counts(positions, states)
    }

    /// The entries that are listed: all of the suite, or each selected cell once.
    var listed: [Int] { selection.isEverything ? Array(plan.cells.indices) : positions }

    /// The state of a cell, and why it is so.
    func words(_ position: Int) -> (state: String, reason: String?) {
        switch states[position] {
        case .stored: ("stored", nil)
        case .failed(let kind): ("failed (\(kind.rawValue))", nil)
        case .stale(let reason): ("stale", states.reasons[reason])
        case .new: ("new", nil)
        }
    }

    /// Why a cell that is to be trained does not fit into memory; nil where it does.
    func refusal(_ position: Int) -> String? {
        guard !refusals.isEmpty, let text = refusals[plan.cells.configurationNumber(at: position)] else {
            return nil
        }
        switch states[position] {
        case .new, .stale: return text
        case .stored, .failed: return nil
        }
    }

    /// For a person; `addition`, whole lines, stands before the list of cells.
    public func text(listingCells: Bool, adding addition: String = "") -> String {
        PlanText.make(self, listingCells: listingCells, addition: addition)
    }

    /// For a program, with members that others add.
    public func json(adding others: [String: JSONValue] = [:]) -> String {
        let cells = listed.map { position -> JSONValue in
            let number = plan.cells.configurationNumber(at: position)
            let entry = plan.cells.configurations[number]
            let (state, reason) = words(position)
            return [
                "cell": .string(plan.cells.identities[position].description), "state": .string(state),
                "reason": (reason ?? refusal(position)).map(JSONValue.string) ?? .null,
                "dataset": .string(entry.datasetLabel), "model": .string(entry.modelLabel),
                "method": .string(entry.methodLabel), "seed": .integer(plan.cells.seed(at: position)),
                "attempts": .integer(states.attempts.isEmpty ? 0 : states.attempts[position]),
                "cost_in_passes": .real(plan.costs[number]),
                "expected_cpu_seconds": (states.seconds[number] ?? estimate.ofConfigurations[number])
                    .map(JSONValue.real) ?? .null,
            ]
        }
        let reasons = counts.reasons.map { number -> JSONValue in
            ["reason": .string(states.reasons[number]), "cells": .integer(counts.stale[number])]
        }
        let members: [String: JSONValue] = [
            "suite": .string(plan.suite.name), "store": .string(storePath), "cells": .array(cells),
            "distinct": .integer(distinct), "selected": .integer(positions.count),
            "stored": .integer(counts.stored), "failed": .integer(counts.failed),
            "stale": .integer(counts.allStale), "stale_reasons": .array(reasons),
            "new": .integer(counts.new), "estimated_cpu_seconds": .real(estimate.seconds),
        ]
        return JSONValue.object(members.merging(others) { own, _ in own }).canonical + "\n"
    }
}
