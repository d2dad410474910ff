import Primitives
import Records

/// What the tasks of a run on a cluster have to know, written once into the run's folder.
public struct SlurmManifest: Sendable, Hashable {
    /// The form of the file.
    static let version = 1

    /// The run's own name, for Slurm forgets and reuses job ids.
    public var run: String
    /// The suite's path as given, relative to `workingFolder`.
    public var suitePath: String
    /// The suite's text when the run was submitted: later changes of the file do not matter.
    public var suiteText: String
    /// Where the run was submitted.
    public var workingFolder: String
    /// The store that the results go to.
    public var storePath: String
    /// The experiment's number there.
    public var experiment: Int
    /// When that experiment was recorded: another store at the same path on another machine has none like it.
    public var experimentCreatedAt: String
    /// The program.
    public var executable: String
    /// Its version and that of its numerics, for people.
    public var program: String
    /// The SHA-256 of the identities of the suite's cells in order: what is trained is what was asked for.
    public var planDigest: String
    /// The places of the cells to train in the suite's order.
    public var positions: PositionRanges
    /// How many cells were stored already.
    public var reused: Int
    /// How many shards they are cut into.
    public var shards: Int
    /// The rest.
    public var settings: SlurmSettings
    /// How cells are trained in a task: options of the runner by name.
    public var options: JSONValue
    /// When the run was submitted, in seconds since 1970.
    public var createdAt: Double

    /// What Slurm calls the run's jobs.
    public var jobName: String { "bench-\(run)" }

    /// How many cells a shard has, from 1.
    public func size(ofShard shard: Int) -> Int { positions.size(ofShard: shard, of: shards) }

    /// The SHA-256 of the identities of `cells` in order.
    static func digest(of cells: PlannedCells, hash: SHA256 = SHA256()) -> String {
        var hasher = hash
        for identity in cells.identities { hasher.update(Array("\(identity)\n".utf8)) }
        return hasher.finalized().hexadecimal
    }

    var json: JSONValue {
        [
            "version": .integer(Self.version), "run": .string(run), "suite_path": .string(suitePath),
            "suite_text": .string(suiteText), "working_folder": .string(workingFolder),
            "store_path": .string(storePath), "experiment": .integer(experiment),
            "experiment_created_at": .string(experimentCreatedAt), "executable": .string(executable),
            "program": .string(program), "plan_sha256": .string(planDigest),
            "positions": .string(positions.text), "reused": .integer(reused), "shards": .integer(shards),
            "settings": settings.json, "options": options, "created_at": .real(createdAt),
        ]
    }

    /// Reads the file at `path`, whose text is `text`; throws `.data` where it is not one of ours.
    init(text: String, path: String) throws(BenchError) {
        let json = try? JSONParser.parse(text)
        func string(_ key: String) -> String? { json?[key]?.text }
        if let version = json?["version"]?.integer, version != Self.version {
            throw BenchError(
                .data, "\"\(path)\" is of version \(version), this program reads \(Self.version)",
                remedy: "use the program that submitted the run")
        }
        guard let run = string("run"), let suitePath = string("suite_path"),
            let suiteText = string("suite_text"), let workingFolder = string("working_folder"),
            let storePath = string("store_path"), let experiment = json?["experiment"]?.integer,
            let experimentCreatedAt = string("experiment_created_at"),
            let executable = string("executable"), let program = string("program"),
            let planDigest = string("plan_sha256"),
            let positions = string("positions").flatMap({ PositionRanges($0) }),
            let reused = json?["reused"]?.integer, let shards = json?["shards"]?.integer, shards > 0,
            let settings = json?["settings"].flatMap({ SlurmSettings(json: $0) }),
            let options = json?["options"], let createdAt = json?["created_at"]?.number
        else {
            throw BenchError(
                .data, "\"\(path)\" is no manifest of a run on a cluster",
                remedy: "delete its folder, or name another with --shared")
        }
        self.init(
            run: run, suitePath: suitePath, suiteText: suiteText, workingFolder: workingFolder,
            storePath: storePath, experiment: experiment, experimentCreatedAt: experimentCreatedAt,
            executable: executable, program: program, planDigest: planDigest, positions: positions,
            reused: reused, shards: shards, settings: settings, options: options, createdAt: createdAt)
    }

    init(
        run: String, suitePath: String, suiteText: String, workingFolder: String, storePath: String,
        experiment: Int, experimentCreatedAt: String, executable: String, program: String,
        planDigest: String, positions: PositionRanges, reused: Int, shards: Int, settings: SlurmSettings,
        options: JSONValue, createdAt: Double
    ) {
        self.run = run
        self.suitePath = suitePath
        self.suiteText = suiteText
        self.workingFolder = workingFolder
        self.storePath = storePath
        self.experiment = experiment
        self.experimentCreatedAt = experimentCreatedAt
        self.executable = executable
        self.program = program
        self.planDigest = planDigest
        self.positions = positions
        self.reused = reused
        self.shards = shards
        self.settings = settings
        self.options = options
        self.createdAt = createdAt
    }
}
