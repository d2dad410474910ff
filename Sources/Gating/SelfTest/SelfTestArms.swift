import Primitives
import Records

/// What a self-test draws its gates from: one program's results on a pool of seeds, and those of changes to it.
///
/// All arms bear the names, specifications and identities of the clean one: a change of a program is not told by
/// what its cells are called.
public struct SelfTestArms: Sendable {
    /// A change for the worse that was planted.
    public struct Planted: Sendable {
        /// Its name for programs.
        public var id: String
        /// What it does, for people.
        public var summary: String
        /// What it gave, on the clean arm's seeds.
        public var measurements: GateMeasurements

        /// A change that was planted.
        public init(id: String, summary: String, measurements: GateMeasurements) {
            self.id = id
            self.summary = summary
            self.measurements = measurements
        }
    }

    /// A change that could not be planted.
    public struct Omitted: Sendable, Hashable {
        /// Its name for programs.
        public var id: String
        /// Why not.
        public var reason: String

        /// A change that could not be planted.
        public init(id: String, reason: String) {
            self.id = id
            self.reason = reason
        }
    }

    /// The suite as it is.
    public let clean: GateMeasurements
    /// The same seeds and rows with other initial weights, batches and noise: a change without effect.
    public let restarted: GateMeasurements
    /// Changes for the worse.
    public let planted: [Planted]
    /// Changes that could not be planted.
    public let omitted: [Omitted]

    /// The arms; `restarted` and `planted` have the clean arm's configurations, by their labels.
    public init(
        clean: GateMeasurements, restarted: GateMeasurements, planted: [Planted] = [], omitted: [Omitted] = []
    ) {
        var clean = clean
        // A decision compares specifications; a short one is compared quickly and says as much.
        for (number, configuration) in clean.configurations.enumerated() {
            clean.configurations[number].specification = .string(configuration.labels.description)
            clean.configurations[number].costs = [:]
        }
        self.clean = clean
        self.restarted = Self.named(restarted, like: clean)
        self.planted = planted.map { arm in
            var arm = arm
            arm.measurements = Self.named(arm.measurements, like: clean)
            return arm
        }
        self.omitted = omitted
    }

    /// The results of `arm` under the names of `clean`.
    private static func named(_ arm: GateMeasurements, like clean: GateMeasurements) -> GateMeasurements {
        let byLabels = Dictionary(
            arm.configurations.map { ($0.labels, $0) }, uniquingKeysWith: { first, _ in first })
        var named = clean
        for (number, configuration) in clean.configurations.enumerated() {
            guard let other = byLabels[configuration.labels] else {
                preconditionFailure("an arm lacks \(configuration.labels)")
            }
            let bySeed = Dictionary(
                other.cells.map { ($0.seed, $0) }, uniquingKeysWith: { first, _ in first })
            named.configurations[number].cells = configuration.cells.compactMap { cell in
                guard var result = bySeed[cell.seed] else { return nil }
                result.identity = cell.identity
                return result
            }
        }
        return named
    }
}
