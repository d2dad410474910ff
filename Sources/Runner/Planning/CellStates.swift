import Foundation
import Numerics
import Primitives
import Records
import Store
import Suites

/// What a store has of the cells of a plan, and what it knows of their cost.
public struct CellStates: Sendable {
    /// What is to be said of a cell.
    public enum State: Sendable, Hashable {
        /// Its result is stored.
        case stored
        /// Its stored result is a failure.
        case failed(Status.Kind)
        /// It is not stored, but a cell of the same names and seed is; `reason` is a number in `reasons`.
        case stale(reason: Int)
        /// Nothing like it is stored.
        case new
    }

    /// Why cells are stale, in words.
    public private(set) var reasons: [String] = []
    /// CPU seconds of a cell of each configuration, by its number; nil where that is not known.
    public private(set) var seconds: [Double?]
    /// How many attempts were made at each cell, by position; empty where that was not asked.
    public private(set) var attempts: [Int] = []
    /// By position: nil for a cell without an attempt.
    private var statuses: [Status.Kind?] = []
    /// By position: a number in `reasons`, or −1; empty where nothing is stale.
    private var reasonNumbers: [Int32] = []

    /// How many of the earlier experiments of the suite are looked through.
    private static let mostExperiments = 5
    /// How many cells are asked about at once.
    private static let chunk = 1_000_000

    /// Looks the cells of `plan` up in the store at `path`, if there is one; writes nothing.
    ///
    /// `countingAttempts` asks for `attempts`.
    public init(_ plan: SuitePlan, storePath path: String, countingAttempts: Bool = false) throws(BenchError)
    {
        guard FileManager.default.fileExists(atPath: path), !Store.isEmpty(path) else {
            self.init(plan)
            return
        }
        let store = try Store(path: path, mode: .readOnly)
        defer { store.close() }
        try self.init(plan, in: store)
        if countingAttempts { attempts = try store.attemptCounts(of: plan.cells) }
    }

    /// Looks the cells of `plan` up in `store`.
    public init(_ plan: SuitePlan, in store: Store) throws(BenchError) {
        self.init(plan)
        statuses = try store.statuses(of: plan.cells)
        let known = try store.expectedSeconds()
        let digests = plan.cells.configurations.map { $0.configuration.digest }
        seconds = digests.map { known[$0] }
        try findPredecessors(plan, digests, store, known)
    }

    /// Nothing is stored.
    private init(_ plan: SuitePlan) {
        seconds = Array(repeating: nil, count: plan.cells.configurations.count)
    }

    /// What is to be said of the cell at a place of the plan.
    public subscript(position: Int) -> State {
        guard !statuses.isEmpty, let kind = statuses[position] else {
            guard !reasonNumbers.isEmpty, reasonNumbers[position] >= 0 else { return .new }
            return .stale(reason: Int(reasonNumbers[position]))
        }
        return kind == .completed ? .stored : .failed(kind)
    }

    /// Of the cells at `positions`, those that a run trains: all that have no stored result, with `retriesFailed`
    /// those whose result is a failure, and with `force` every one.
    public func missing(of positions: [Int], retriesFailed: Bool = false, force: Bool = false) -> [Int] {
        positions.filter { position in
            switch self[position] {
            case .new, .stale: true
            case .failed: retriesFailed || force
            case .stored: force
            }
        }
    }

    /// A configuration of an earlier experiment that a configuration of the plan has replaced.
    private struct Candidate {
        var digest: Digest
        var configuration: JSONValue
        var identities: CellConfiguration.Identities
        /// The number of its reason, once that is needed.
        var reason: Int32?
    }

    /// Finds the reasons of what is not stored, and costs for configurations that have none of their own.
    private mutating func findPredecessors(
        _ plan: SuitePlan, _ digests: [Digest], _ store: Store, _ known: [Digest: Double]
    ) throws(BenchError) {
        let cells = plan.cells
        let missing = cells.indices.filter { statuses[$0] == nil }
        guard !missing.isEmpty else { return }
        var candidates = try candidates(for: missing, plan, digests, store)
        guard candidates.contains(where: { !$0.isEmpty }) else { return }
        for number in candidates.indices where seconds[number] == nil {
            seconds[number] =
                candidates[number].lazy.compactMap { candidate in
                    known[candidate.digest].map {
                        $0
                            * Self.ratio(
                                plan.cells.configurations[number].configuration, candidate.configuration)
                    }
                }.first
        }
        reasonNumbers = Array(repeating: -1, count: cells.count)
        var numbers: [String: Int32] = [:]
        for start in stride(from: 0, to: missing.count, by: Self.chunk) {
            let part = missing[start..<min(start + Self.chunk, missing.count)]
            var asked: [CellIdentity] = []
            for position in part {
                for candidate in candidates[cells.configurationNumber(at: position)] {
                    asked.append(candidate.identities.identity(seed: cells.seed(at: position)))
                }
            }
            let stored = try store.statuses(of: asked)
            var index = 0
            for position in part {
                let number = cells.configurationNumber(at: position)
                let count = candidates[number].count
                defer { index += count }
                guard let place = (0..<count).first(where: { stored[index + $0] != nil }) else {
                    continue
                }
                if candidates[number][place].reason == nil {
                    let text =
                        StaleReason.text(
                            from: candidates[number][place].configuration,
                            to: cells.configurations[number].configuration.canonical) ?? "unknown"
                    if numbers[text] == nil {
                        numbers[text] = Int32(reasons.count)
                        reasons.append(text)
                    }
                    candidates[number][place].reason = numbers[text]
                }
                reasonNumbers[position] = candidates[number][place].reason!
            }
        }
    }

    /// For each configuration of the plan with cells that are not stored: what its names stood for in earlier
    /// experiments of the suite, the latest first.
    private func candidates(
        for missing: [Int], _ plan: SuitePlan, _ digests: [Digest], _ store: Store
    ) throws(BenchError) -> [[Candidate]] {
        var isMissing = [Bool](repeating: false, count: digests.count)
        for position in missing { isMissing[plan.cells.configurationNumber(at: position)] = true }
        var wanted: [[String]: [Int]] = [:]
        for (number, entry) in plan.cells.configurations.enumerated() where isMissing[number] {
            wanted[[entry.datasetLabel, entry.modelLabel, entry.methodLabel], default: []].append(number)
        }
        var candidates = [[Candidate]](repeating: [], count: digests.count)
        let earlier = try store.experiments().filter { $0.record.name == plan.suite.name }
        for experiment in earlier.reversed().prefix(Self.mostExperiments) {
            for predecessor in try store.predecessors(experiment: experiment.id) {
                let names = predecessor.labels
                for number in wanted[[names.dataset, names.model, names.method]] ?? []
                where digests[number] != predecessor.digest {
                    guard !candidates[number].contains(where: { $0.digest == predecessor.digest }),
                        let configuration = try? JSONParser.parse(predecessor.specification),
                        let identities = CellConfiguration.Identities(
                            canonical: configuration, empty: .accelerated())
                    else { continue }
                    candidates[number].append(
                        Candidate(
                            digest: predecessor.digest, configuration: configuration, identities: identities))
                }
            }
        }
        return candidates
    }

    /// How many times as long a cell takes as one of an earlier configuration, by their epochs.
    private static func ratio(_ new: CellConfiguration, _ old: JSONValue) -> Double {
        func epochs(_ configuration: JSONValue) -> Double? {
            configuration["training"]?["parameters"]?["epochs"]?.number
        }
        guard let before = epochs(old), let after = epochs(new.canonical), before > 0 else { return 1 }
        return after / before
    }
}
