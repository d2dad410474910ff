import Numerics
import Primitives
import Records
import Store

/// Trains stored cells again, or looks them up in another store, and compares the bits; writes nothing.
public struct Verifier: Sendable {
    /// Which cells are verified.
    public enum Choice: Sendable, Hashable {
        /// All that can be.
        case all
        /// So many of them, drawn by a seed.
        case sample(Int, seed: Int)
        /// These.
        case cells([CellIdentity])
    }

    /// What to verify.
    public struct Options: Sendable {
        /// Which cells.
        public var choice: Choice
        /// The number of the experiment whose cells are chosen from; nil for all of the store.
        public var experiment: Int?
        /// Those of them that are chosen from; nil for all.
        public var population: Set<CellIdentity>?
        /// Where data files are looked for; nil for where the suites found them.
        public var dataDirectory: String?

        /// What to verify.
        public init(
            choice: Choice, experiment: Int? = nil, population: Set<CellIdentity>? = nil,
            dataDirectory: String? = nil
        ) {
            self.choice = choice
            self.experiment = experiment
            self.population = population
            self.dataDirectory = dataDirectory
        }
    }

    /// The cells of an experiment that a selection means.
    public static func population(
        _ selection: CellSelection, of experiment: StoredExperiment, in store: Store
    ) throws(BenchError) -> Set<CellIdentity> {
        let table = try store.results(experiment: experiment.id)
        return Set(try selection.positions(in: CellDirectory(table)).map { table[$0].identity })
    }

    private let store: Store
    private let options: Options

    /// A verification of cells of `store`, which may be open for reading only.
    public init(_ store: Store, _ options: Options) {
        self.store = store
        self.options = options
    }

    // MARK: Training again

    /// Trains the chosen cells again through `dispatcher` and compares them with the attempts that count.
    ///
    /// `progress` is told how many of how many cells are done. Throws `.data` where data are missing or others.
    public func run(
        through dispatcher: any Dispatcher, options dispatch: DispatchOptions, environment: Environment,
        interruption: Interruption, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(BenchError) -> VerificationReport {
        var report = VerificationReport(store: store.path)
        var candidates = try candidates(&report)
        let recipes = try recipes(&candidates, &report)
        let chosen = choose(candidates)
        report.chosen = chosen.count
        try checkData(chosen, recipes)
        let requests: @Sendable (Int) -> CellRequest = {
            recipes[chosen[$0].configuration]!.request(chosen[$0])
        }
        let batch = CellBatch(
            count: chosen.count, request: requests,
            expectedSeconds: { recipes[chosen[$0].configuration]!.seconds },
            group: { chosen[$0].configuration })
        progress(0, chosen.count)
        var done = 0
        report.remaining = try dispatcher.run(batch, options: dispatch, interruption: interruption) {
            event throws(BenchError) in
            guard case .ended(_, let cell, let outcome, true) = event else { return }
            try compare(chosen[cell], requests(cell).label, outcome, environment, &report)
            done += 1
            progress(done, chosen.count)
        }
        report.sort()
        return report
    }

    /// Compares an outcome with what is stored of its cell.
    private func compare(
        _ cell: StoredCellEntry, _ label: String, _ outcome: Outcome, _ environment: Environment,
        _ report: inout VerificationReport
    ) throws(BenchError) {
        let attempts = try store.attempts(of: cell.identity)
        guard let current = attempts.first(where: \.isCurrent) else { return }
        let kind = outcome.status.kind
        if [.timedOut, .outOfMemory, .crashed].contains(kind), kind != current.outcome.status.kind {
            report.unfinished.append(.init(identity: cell.identity, label: label, status: outcome.status))
            return
        }
        report.verified += 1
        report.addNotStored(OutcomeComparison.metricsNotStored(current.outcome, outcome))
        let differences = OutcomeComparison.differences(current.outcome, outcome)
        if !differences.isEmpty {
            report.mismatches.append(
                .init(
                    identity: cell.identity, label: label, differences: differences, attempt: current.id,
                    storedName: "stored", presentName: "now", stored: current.environment,
                    present: environment))
        }
        addConflicts(cell.identity, label, attempts, current, &report)
    }

    /// Attempts that came to an end and have other bits than the one that counts.
    private func addConflicts(
        _ identity: CellIdentity, _ label: String, _ attempts: [StoredAttempt], _ current: StoredAttempt,
        _ report: inout VerificationReport
    ) {
        guard Self.isVerifiable(current.outcome.status.kind) else { return }
        for attempt in attempts where attempt.id != current.id {
            guard Self.isVerifiable(attempt.outcome.status.kind) else { continue }
            let differences = OutcomeComparison.differences(
                attempt.outcome, current.outcome, presentIsStored: true)
            guard !differences.isEmpty else { continue }
            report.conflicts.append(
                .init(
                    identity: identity, label: label, differences: differences, attempt: attempt.id,
                    storedName: "attempt \(attempt.id)", presentName: "attempt \(current.id), which counts",
                    stored: attempt.environment, present: current.environment))
        }
    }

    // MARK: Another store

    /// Compares the attempts that count with those of `other`, without training anything.
    public func run(against other: Store) throws(BenchError) -> VerificationReport {
        var report = VerificationReport(store: store.path, other: other.path)
        let candidates = try candidates(&report)
        let theirs = Set(try other.cellEntries().lazy.filter { $0.status != nil }.map(\.identity))
        let shared = candidates.filter { theirs.contains($0.identity) }
        if shared.count < candidates.count {
            report.foreign.append(
                ("the other store has no attempt at them", candidates.count - shared.count))
        }
        let chosen = choose(shared)
        report.chosen = chosen.count
        for cell in chosen {
            let history = try CellHistory(cell.identity, in: store)
            let present = try other.attempts(of: cell.identity).first(where: \.isCurrent)
            guard let current = history.current, let present else { continue }
            report.verified += 1
            let differences = OutcomeComparison.differences(
                current.outcome, present.outcome, presentIsStored: true)
            if !differences.isEmpty {
                report.mismatches.append(
                    .init(
                        identity: cell.identity, label: history.label, differences: differences,
                        attempt: current.id, storedName: store.path, presentName: other.path,
                        stored: current.environment, present: present.environment))
            }
            addConflicts(cell.identity, history.label, history.attempts, current, &report)
        }
        report.sort()
        return report
    }

    // MARK: Choosing

    /// Whether an attempt that ended so has bits to compare.
    private static func isVerifiable(_ kind: Status.Kind?) -> Bool { kind == .completed || kind == .diverged }

    /// The cells that could be compared; what cannot be is counted in `report`.
    private func candidates(_ report: inout VerificationReport) throws(BenchError) -> [StoredCellEntry] {
        var entries = try store.cellEntries(experiment: options.experiment)
        if case .cells(let identities) = options.choice {
            let wanted = Set(identities)
            entries = entries.filter { wanted.contains($0.identity) }
        } else if let population = options.population {
            entries = entries.filter { population.contains($0.identity) }
        }
        report.population = entries.count
        for kind in Status.Kind.allCases.map(Optional.some) + [nil] where !Self.isVerifiable(kind) {
            let count = entries.count { $0.status == kind }
            if count > 0 { report.unverifiable.append((kind, count)) }
        }
        return entries.filter { Self.isVerifiable($0.status) }
    }

    private func choose(_ candidates: [StoredCellEntry]) -> [StoredCellEntry] {
        guard case .sample(let count, let seed) = options.choice else { return candidates }
        let places = CellSample.choose(
            count, of: candidates.map { .init(identity: $0.identity, configuration: $0.configuration) },
            seed: seed, empty: .accelerated())
        return places.map { candidates[$0] }
    }

    /// How the cells of a configuration are made.
    private struct Recipe: Sendable {
        let configuration: CellConfiguration
        let dataset: DatasetRecipe
        let place: CellPlace
        let identities: CellConfiguration.Identities
        /// About how long a cell takes.
        let seconds: Double

        func request(_ cell: StoredCellEntry) -> CellRequest {
            CellRequest(
                specification: configuration.specification(seed: cell.seed), identity: cell.identity,
                recipe: dataset, label: CellHistory.label(place, seed: cell.seed),
                keepsPredictions: cell.hasPredictions, configuration: cell.configuration)
        }
    }

    /// The recipes of the configurations of `candidates`; cells that this program cannot make are taken out and
    /// counted.
    private func recipes(_ candidates: inout [StoredCellEntry], _ report: inout VerificationReport)
        throws(BenchError) -> [Int: Recipe]
    {
        var recipes: [Int: Recipe] = [:]
        var refusals: [Int: String] = [:]
        let seconds = try store.expectedSeconds()
        var reasons: [(reason: String, count: Int)] = []
        for cell in candidates {
            if let known = recipes[cell.configuration] {
                // A wrong one could not be trained by a worker, which checks it too.
                guard known.identities.identity(seed: cell.seed) == cell.identity else {
                    throw BenchError(
                        .data,
                        "the store \"\(store.path)\" is damaged: the cell \(cell.identity) (seed \(cell.seed)) has "
                            + "another specification", remedy: "restore it from a copy")
                }
                continue
            }
            if let known = refusals[cell.configuration] {
                reasons[reasons.firstIndex { $0.reason == known }!].count += 1
                continue
            }
            let history = try CellHistory(cell.identity, in: store)
            guard
                let identities = CellConfiguration.Identities(
                    canonical: history.specification, empty: .accelerated())
            else {
                throw BenchError(.data, "the cell \(cell.identity) has a specification that is no object")
            }
            do throws(BenchError) {
                let request = try history.request(dataDirectory: options.dataDirectory)
                recipes[cell.configuration] = Recipe(
                    configuration: CellConfiguration(request.specification), dataset: request.recipe,
                    place: history.place!, identities: identities,
                    seconds: seconds[history.cell.configuration] ?? 1)
            } catch {
                guard error.exitCode == .usage else { throw error }
                let reason = error.diagnostics[0].message
                refusals[cell.configuration] = reason
                if let known = reasons.firstIndex(where: { $0.reason == reason }) {
                    reasons[known].count += 1
                } else {
                    reasons.append((reason, 1))
                }
            }
        }
        report.foreign += reasons
        candidates.removeAll { recipes[$0.configuration] == nil }
        return recipes
    }

    /// Loads every dataset once; throws what is wrong with any of them.
    private func checkData(_ chosen: [StoredCellEntry], _ recipes: [Int: Recipe]) throws(BenchError) {
        struct Source: Hashable {
            let use: ComponentUse
            let folder: String
            let content: Digest
        }
        var seen: Set<Source> = []
        var findings: [Diagnostic] = []
        for cell in chosen {
            let recipe = recipes[cell.configuration]!
            let source = Source(
                use: recipe.dataset.use, folder: recipe.dataset.baseDirectory,
                content: recipe.configuration.specification(seed: 0).datasetHash)
            guard seen.insert(source).inserted else { continue }
            do throws(BenchError) {
                _ = try StoredCellRequest.load(recipe.request(cell))
            } catch {
                guard error.exitCode == .data else { throw error }
                findings += error.diagnostics
            }
        }
        if !findings.isEmpty { throw BenchError(.data, findings) }
    }
}

extension VerificationReport {
    /// In the order of the identities, whatever the order of the training was.
    mutating func sort() {
        mismatches.sort { $0.identity < $1.identity }
        conflicts.sort { ($0.identity, $0.attempt) < ($1.identity, $1.attempt) }
        unfinished.sort { $0.identity < $1.identity }
    }
}
