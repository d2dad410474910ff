import Gating
import Primitives
import Records
import Runner
import Store
import Suites

/// One gate, from the suite's file to the decision.
struct GateRun {
    /// What came of it.
    enum Result {
        /// Two sides were compared.
        case decided(GateDecision)
        /// There was no baseline, and why: the decision says that nothing was measured.
        case nothing(GateDecision, BenchError)
    }

    let suitePath: String
    let source: BaselineSource
    /// The git revision before the change that is gated, where it is to be said what that does to the
    /// baseline.
    let before: String?
    let storePath: String
    /// How much worse the primary metric may get, of a suite that does not say.
    let margin: Double?
    /// How many seeds are trained; nil for the suite's own.
    let seeds: Int?
    /// Whether a gate that cannot decide passes; nil for what the suite says.
    let inconclusivePasses: Bool?
    let isSequential: Bool
    let comparesChanged: Bool
    let retriesFailed: Bool
    let dispatch: DispatchFlags
    let progress: ProgressOptions

    /// Decides.
    func result() throws -> Result {
        let own = try SuitePlan(path: suitePath) { suite throws(BenchError) in
            try suite.checkGate(margin: margin)
            return suite.seeds(atMost: seeds ?? suite.seeds.count)
        }
        try own.checkSeeds()
        try own.sayChecks()
        var rules = own.gateRules(margin: margin ?? 1)
        if let inconclusivePasses { rules.inconclusivePasses = inconclusivePasses }
        let baseline: Baseline
        var notices: [String]
        do throws(BenchError) {
            (baseline, notices) = try source.baseline(of: own.suite, rules: rules)
        } catch {
            guard error.exitCode == .nothingCompared else { throw error }
            let decision = GateDecision(
                suite: own.suite.name, baselineName: source.title, rules: rules, isSequential: isSequential,
                obstacle: error.diagnostics.map(\.message).joined(separator: "; "))
            return .nothing(decision, error)
        }
        if let before {
            notices += try source.notices(of: baseline, since: before, rules, suite: own.suite)
        }
        let further =
            isSequential
            ? rules.furtherSeeds(of: baseline.measurements, after: Set(own.suite.seeds)) : []
        let plan =
            further.isEmpty ? own : try SuitePlan(own.suite.withSeeds(own.suite.seeds + further))
        let store = try Store(path: storePath, mode: .readWriteCreate)
        // Closing it folds its log into the file.
        defer { store.close() }
        let measuring = try GateMeasuring(
            plan, into: store, dispatch: dispatch, progress: progress, retriesFailed: retriesFailed,
            retriesMachineFailures: true)
        var decision = try decide(
            plan, measuring, baseline, rules, own: own.suite.seeds, further: further)
        decision.notices = notices + decision.notices
        return .decided(decision)
    }

    private func decide(
        _ plan: SuitePlan, _ measuring: GateMeasuring, _ baseline: Baseline, _ rules: GateRules, own: [Int],
        further: [Int]
    ) throws -> GateDecision {
        let options = GateOptions(
            baselineName: source.title, isSequential: isSequential, comparesChanged: comparesChanged,
            explain: { StaleReason.text(from: $0, to: $1) }, seeds: own)
        var further = further[...]
        var taken = CandidateSeeds(own)
        var used = own.count
        var positions = plan.positions(seeds: Set(own))
        var experiment = try measuring.train(positions)
        let costs = try measuring.costs(rules)
        while true {
            let candidate = taken.selection(
                of: try measuring.measurements(experiment: experiment, rules, costs: costs))
            let decision = Gate.decide(
                baseline: baseline.measurements, candidate: candidate, rules: rules, options: options)
            let undecided = Set(decision.undecidedConfigurations)
            guard isSequential, !undecided.isEmpty, !further.isEmpty else { return decision }
            let added = further.prefix(max(2, used / 2))
            further = further.dropFirst(added.count)
            used += added.count
            taken.add(added, to: undecided)
            Terminal.error(
                "undecided: adding \(added.count) \(added.count == 1 ? "seed" : "seeds") to "
                    + "\(undecided.count) \(undecided.count == 1 ? "configuration" : "configurations")\n")
            positions = plan.positions(seeds: Set(added), configurations: undecided)
            experiment = try measuring.train(positions)
        }
    }
}

/// The seeds that a gate has asked for so far, which may be fewer than a store has: what is decided may not
/// depend on what was trained into it before.
private struct CandidateSeeds {
    private let own: Set<Int>
    private var added: [GateMeasurements.Labels: Set<Int>] = [:]

    init(_ own: [Int]) { self.own = Set(own) }

    mutating func add(_ seeds: some Sequence<Int>, to configurations: Set<GateMeasurements.Labels>) {
        for labels in configurations { added[labels, default: []].formUnion(seeds) }
    }

    /// Of the measurements the cells with these seeds.
    func selection(of measurements: GateMeasurements) -> GateMeasurements {
        var measurements = measurements
        for index in measurements.configurations.indices {
            let further = added[measurements.configurations[index].labels] ?? []
            measurements.configurations[index].cells.removeAll {
                !own.contains($0.seed) && !further.contains($0.seed)
            }
        }
        measurements.configurations.removeAll(where: \.cells.isEmpty)
        return measurements
    }
}

extension SuitePlan {
    /// The places of the cells to train with these seeds, of these configurations or of all.
    fileprivate func positions(
        seeds: Set<Int>, configurations: Set<GateMeasurements.Labels>? = nil
    ) -> [Int] {
        let isAsked = cells.configurations.map { configurations?.contains($0.gateLabels) ?? true }
        return cells.distinctPositions.filter {
            isAsked[cells.configurationNumber(at: $0)] && seeds.contains(cells.seed(at: $0))
        }
    }
}
