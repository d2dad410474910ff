import Foundation
import Numerics
import Primitives
import Records
import Store
import Suites

/// Runs the missing cells of a suite on a cluster: submits them, or goes on with a run that was submitted.
public struct SlurmSuiteRunner {
    /// What is to be done, and how.
    public struct Request: Sendable {
        /// The suite.
        public var plan: SuitePlan
        /// The store that the results go to.
        public var storePath: String
        /// A folder that every node can write; nil for one beside the store.
        public var sharedFolder: String?
        /// How the run is spread.
        public var settings: SlurmSettings
        /// How cells are trained in a task.
        public var dispatch: ShardDispatch
        /// The places of the cells that the run is about; nil for all.
        public var positions: [Int]?
        /// Whether cells whose stored attempt failed are tried again.
        public var retriesFailed: Bool
        /// Whether stored cells are trained again.
        public var forces: Bool

        /// A request.
        public init(
            plan: SuitePlan, storePath: String, sharedFolder: String? = nil, settings: SlurmSettings,
            dispatch: ShardDispatch, positions: [Int]? = nil, retriesFailed: Bool = false,
            forces: Bool = false
        ) {
            self.plan = plan
            self.storePath = storePath
            self.sharedFolder = sharedFolder
            self.settings = settings
            self.dispatch = dispatch
            self.positions = positions
            self.retriesFailed = retriesFailed
            self.forces = forces
        }
    }

    /// How it began.
    public enum Start: Sendable {
        /// All its cells are stored.
        case nothingMissing
        /// The run goes on that is in this folder already.
        case attached(SlurmRunFolder, SlurmManifest)
        /// A run was submitted.
        case submitted(SlurmRunFolder, SlurmManifest)
    }

    private let request: Request
    private let environment: Environment
    private let executable: String
    private let commands: SlurmCommands
    private let say: (String) -> Void

    /// A runner; `say` gets lines for people.
    public init(
        _ request: Request, environment: Environment, executable: String? = nil,
        commands: SlurmCommands = .system, say: @escaping (String) -> Void
    ) {
        self.request = request
        self.environment = environment
        self.executable =
            executable ?? SlurmRuns.absolute(Bundle.main.executablePath ?? CommandLine.arguments[0])
        self.commands = commands
        self.say = say
    }

    /// Submits the cells that are missing, or finds the run that is about them already.
    public func start() throws(BenchError) -> Start {
        SlurmRuns.foldWhatIsComplete(storePath: request.storePath, say: say)
        let plan = request.plan
        let digest = SlurmManifest.digest(of: plan.cells, hash: .accelerated())
        let unfinished = SlurmRuns.unfinished(ofStore: request.storePath).filter { run in
            SlurmRuns.belongs(run.manifest, toStore: request.storePath)
        }
        let known = unfinished.filter { $0.manifest.planDigest == digest }
        let underWay = Set(known.flatMap(\.manifest.positions.positions))
        if !known.isEmpty {
            // A run may be about a part of the suite: it is gone on with where it, or another, has all that is missing.
            let store = try Store(path: request.storePath, mode: .readOnly)
            defer { store.close() }
            let missing = try missing(in: store)
            if underWay.isSuperset(of: missing) {
                let wanted = Set(missing)
                let run = known.last { !wanted.isDisjoint(with: $0.manifest.positions.positions) }
                if let run = run ?? known.last { return .attached(run.folder, run.manifest) }
            }
        }
        for other in unfinished {
            say("another run of this store goes on: \(other.manifest.suitePath), \(other.folder.path)")
        }
        let maximum = try commands.maximumArrayIndex()
        let (manifest, isEmpty) = try self.manifest(
            digest: digest, maximumIndex: maximum, without: underWay)
        if isEmpty { return .nothingMissing }
        let folder = try makeFolder(manifest)
        do throws(BenchError) {
            let submission = ShardSubmission(
                folder: folder, manifest: manifest, commands: commands, say: say)
            let round = try submission.submit(Array(1...manifest.shards), after: 0, patience: 60)
            say(
                "submitted \(manifest.positions.positions.count) cells as "
                    + "\(manifest.shards) \(manifest.shards == 1 ? "shard" : "shards"), job \(round?.array ?? "?")"
            )
            log("slurm run submitted", manifest)
        } catch {
            discard(folder, manifest)
            throw error
        }
        return .submitted(folder, manifest)
    }

    /// An entry of the store's log; that it cannot be made is no reason to fail.
    private func log(_ kind: String, _ manifest: SlurmManifest) {
        guard let store = try? Store(path: request.storePath, mode: .readWriteExisting) else { return }
        try? store.record(
            event: StoredEvent(
                kind: kind, experiment: manifest.experiment,
                detail: [
                    "run": .string(manifest.run), "shards": .integer(manifest.shards),
                    "cells": .integer(manifest.positions.positions.count),
                ]))
        store.close()
    }

    /// Takes away a run of which nothing was submitted.
    private func discard(_ folder: SlurmRunFolder, _ manifest: SlurmManifest) {
        folder.remove()
        let root = SlurmRuns.folder(ofStore: request.storePath)
        unlink("\(root)/\(manifest.run)")
        rmdir(root)
    }

    private func makeFolder(_ manifest: SlurmManifest) throws(BenchError) -> SlurmRunFolder {
        let beside = SlurmRuns.folder(ofStore: request.storePath)
        let root = request.sharedFolder.map(SlurmRuns.absolute) ?? beside
        let folder = SlurmRunFolder(path: "\(root)/\(manifest.run)")
        try folder.create(manifest)
        if root != beside {
            // The store's own folder has a link, so that the run is found from the store.
            try? FileManager.default.createDirectory(atPath: beside, withIntermediateDirectories: true)
            guard symlink(folder.path, "\(beside)/\(manifest.run)") == 0 else {
                let reason = String(cString: strerror(errno))
                folder.remove()
                throw BenchError(
                    .storeBusy, "cannot write \"\(beside)\": \(reason)",
                    remedy: "choose a store whose folder can be written")
            }
        }
        return folder
    }

    /// The places that the request is about.
    private var wanted: [Int] { request.positions ?? request.plan.cells.distinctPositions }

    /// Those of them that have to be trained.
    private func missing(in store: Store) throws(BenchError) -> [Int] {
        let identities = request.plan.cells.identities
        let stored = try store.storedStatuses(of: wanted.map { identities[$0] })
        return wanted.filter { position in
            guard let status = stored[identities[position]] else { return true }
            return request.forces || (request.retriesFailed && status.kind != .completed)
        }
    }

    /// The run's manifest, its experiment recorded, and whether there is nothing to do; other runs train the cells
    /// at `underWay`.
    private func manifest(
        digest: String, maximumIndex: Int, without underWay: Set<Int>
    ) throws(BenchError) -> (SlurmManifest, isEmpty: Bool) {
        let plan = request.plan
        let store = try Store(path: request.storePath, mode: .readWriteCreate)
        defer { store.close() }
        let absent = try self.missing(in: store)
        let missing = absent.filter { !underWay.contains($0) }
        let experiment = try experiment(in: store)
        let seconds = try CostEstimate(missing, in: plan, known: []).seconds
        let shards = request.settings.shardCount(
            cells: missing.count, seconds: seconds, maximumIndex: maximumIndex)
        let manifest = SlurmManifest(
            run: UUID().uuidString.lowercased(), suitePath: plan.suite.path, suiteText: plan.suite.text,
            workingFolder: FileManager.default.currentDirectoryPath,
            storePath: SlurmRuns.absolute(request.storePath), experiment: experiment.id,
            experimentCreatedAt: experiment.createdAt, executable: executable,
            program: "\(EnvironmentProbe.programVersion), numerics \(NumericsVersion.current)",
            planDigest: digest, positions: PositionRanges(missing), reused: wanted.count - absent.count,
            shards: shards, settings: request.settings, dispatch: request.dispatch,
            createdAt: Date().timeIntervalSince1970)
        return (manifest, missing.isEmpty)
    }

    /// The experiment of this plan: the latest of its name where that is the same, or a new one.
    private func experiment(in store: Store) throws(BenchError) -> (id: Int, createdAt: String) {
        let plan = request.plan
        if let latest = try store.latestExperiment(named: plan.suite.name),
            latest.record == plan.experiment
        {
            return (latest.id, latest.createdAt)
        }
        let id = try store.record(
            experiment: plan.experiment, environment: environment, datasets: plan.datasets, cells: plan.cells,
            costs: plan.costs)
        guard let recorded = try store.experiment(id) else {
            throw BenchError(.internal, "the experiment \(id) was recorded and is not there")
        }
        return (id, recorded.createdAt)
    }

    /// Follows the run to its end; nil where `interruption` asks to leave it alone.
    public func follow(
        _ folder: SlurmRunFolder, _ manifest: SlurmManifest, pollSeconds: Double,
        interruption: Interruption, show: @escaping (ShardLedger) -> Void
    ) throws(BenchError) -> SlurmOutcome? {
        try SlurmFollower(
            folder: folder, manifest: manifest, commands: commands, pollSeconds: pollSeconds, show: show,
            say: say
        ).follow(interruption: interruption)
    }

    /// What is stored of the request, as a run on this machine would say it.
    ///
    /// `manifests` are those of the runs that were followed, none where there was nothing to do.
    public func summary(of manifests: [SlurmManifest]) throws(BenchError) -> SuiteRunner.Summary {
        let plan = request.plan
        let store = try Store(path: request.storePath, mode: .readOnly)
        defer { store.close() }
        let wanted = self.wanted
        let statuses = try store.storedStatuses(of: wanted.map { plan.cells.identities[$0] })
        let failures = statuses.values.filter { $0.kind != .completed }
        let remaining = wanted.count - statuses.count
        let asked = Set(manifests.flatMap(\.positions.positions))
        let trained = wanted.count {
            asked.contains($0) && statuses[plan.cells.identities[$0]] != nil
        }
        return SuiteRunner.Summary(
            experiment: try store.latestExperiment(named: plan.suite.name)?.id ?? 0, total: wanted.count,
            reused: wanted.count - remaining - trained, trained: trained,
            failures: Dictionary(failures.map { ($0.kind, 1) }, uniquingKeysWith: +), remaining: remaining,
            isInterrupted: remaining > 0,
            seconds: manifests.map(\.createdAt).min().map { Date().timeIntervalSince1970 - $0 } ?? 0)
    }
}
