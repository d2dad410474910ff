import Foundation
import Primitives
import Records
import Store

/// What can be said of the runs into a store from outside: the one that is under way, and what is stored.
public struct RunStatus: Sendable {
    /// What is going on.
    public enum State: String, Sendable, Hashable {
        /// A run is under way in a process of this machine.
        case running
        /// A process of this machine writes the store and has not said how far it is: it loads its data, say.
        case writing
        /// Another machine wrote the status file; whether its run still goes on cannot be seen from here.
        case elsewhere
        /// A run ended without a word: it was killed, or the machine stopped.
        case interrupted
        /// No run is under way, and cells of the latest experiment are missing.
        case incomplete
        /// No run is under way, and the latest experiment has all its cells.
        case finished
        /// Nothing was run yet.
        case never
    }

    /// The latest experiment in the store.
    public struct Experiment: Sendable, Hashable {
        /// Its number.
        public var id: Int
        /// The suite's name.
        public var name: String
        /// The suite file's path as it was given.
        public var suitePath: String
        /// When it was recorded.
        public var createdAt: String
        /// Its cells.
        public var total: Int
        /// Those that completed.
        public var completed: Int
        /// Those whose attempt that counts failed, by kind.
        public var failures: [Status.Kind: Int]
        /// The best method of each dataset.
        public var best: [RunSnapshot.Best]
        /// The first few cells that failed.
        public var failedCells: [RunSnapshot.Failure]

        /// Those that failed.
        public var failed: Int { failures.values.reduce(0, +) }
        /// Those without an attempt.
        public var missing: Int { total - completed - failed }
    }

    /// The store's path as given.
    public var storePath: String
    /// What is going on.
    public var state: State
    /// The process that writes the store.
    public var writer: Int32?
    /// What the status file says, of a run that is under way or ended without a word.
    public var document: StatusDocument?
    /// The latest experiment.
    public var experiment: Experiment?
    /// Why the store could not be read, where only the status file tells something.
    public var note: String?

    /// The state of the store at `path`.
    ///
    /// Throws `.data` where there is neither a store nor a status file, and for a file that is no store.
    public init(
        storePath path: String, host: String = ProcessInfo.processInfo.hostName
    ) throws(BenchError) {
        storePath = path
        // In this order: a run that ends in between has stored everything before its file goes.
        writer = Store.writer(of: path)
        document = StatusDocument.read(store: path)
        do throws(BenchError) {
            if Store.isEmpty(path) {
                note = "the store is empty"
            } else {
                let store = try Store(path: path, mode: .readOnly)
                defer { store.close() }
                experiment = try Experiment(latestOf: store)
            }
        } catch {
            guard document != nil || writer != nil else { throw error }
            note = error.diagnostics.first?.message
        }
        state = Self.state(writer, document, experiment, host: host)
        // What a dead run left says nothing of the one that loads its data now.
        if state == .writing { document = nil }
    }

    static func state(
        _ writer: Int32?, _ document: StatusDocument?, _ experiment: Experiment?, host: String
    ) -> State {
        if let writer { return document?.process == writer ? .running : .writing }
        if let document { return document.host == host ? .interrupted : .elsewhere }
        guard let experiment else { return .never }
        return experiment.missing > 0 ? .incomplete : .finished
    }
}

extension RunStatus.Experiment {
    /// How many failed cells are named.
    private static let named = 10

    /// The latest experiment of `store`; nil where there is none.
    init?(latestOf store: Store) throws(BenchError) {
        guard let latest = try store.latestExperiment() else { return nil }
        let table = try store.results(experiment: latest.id)
        let datasets = try store.datasets(experiment: latest.id).map {
            RunOutline.Dataset($0, primaryMetrics: latest.record.primaryMetrics)
        }
        var best = BestMethods(datasets)
        best.add(table)
        self.init(
            id: latest.id, name: latest.record.name, suitePath: latest.record.suitePath,
            createdAt: latest.createdAt, total: table.count, completed: 0, failures: [:], best: best.current,
            failedCells: [])
        for row in table {
            guard let kind = row.kind else { continue }
            guard kind != .completed else {
                completed += 1
                continue
            }
            failures[kind, default: 0] += 1
            if failedCells.count < Self.named, let status = row.status {
                failedCells.append(
                    .init(
                        identity: row.identity.description,
                        label: "\(row.dataset) / \(row.model) / \(row.method) / seed \(row.seed)",
                        status: status, isFinal: true))
            }
        }
    }
}
