import Records

/// The cells of a self-test's arms by configuration and seed, and gates drawn from them.
struct SelfTestPool {
    /// The cells of one arm: by configuration, then by the place of the seed in the pool; nil where there is none.
    typealias Arm = [[GateMeasurements.Cell?]]

    /// A seed of a gate: where its results come from, and the seed that they are shown under.
    struct Draw {
        /// Whose results.
        var arm: Arm
        /// The place in the pool of the seed that they are of.
        var place: Int
        /// The place in the pool of the seed that they are shown under.
        var name: Int
    }

    /// The seeds of the pool, in rising order.
    let seeds: [Int]
    private let template: GateMeasurements
    private let identities: Arm

    /// The pool of the seeds of `clean`.
    init(_ clean: GateMeasurements) {
        template = clean
        seeds = Set(clean.configurations.flatMap { $0.cells.map(\.seed) }).sorted()
        identities = Self.arm(clean, seeds)
    }

    /// The cells of `measurements`.
    func arm(_ measurements: GateMeasurements) -> Arm { Self.arm(measurements, seeds) }

    private static func arm(_ measurements: GateMeasurements, _ seeds: [Int]) -> Arm {
        let places = Dictionary(uniqueKeysWithValues: seeds.enumerated().map { ($1, $0) })
        return measurements.configurations.map { configuration in
            var cells = [GateMeasurements.Cell?](repeating: nil, count: seeds.count)
            for cell in configuration.cells { if let place = places[cell.seed] { cells[place] = cell } }
            return cells
        }
    }

    /// One side of a gate.
    func side(_ draws: [Draw]) -> GateMeasurements {
        var side = template
        let order = draws.sorted { $0.name < $1.name }
        for number in template.configurations.indices {
            side.configurations[number].cells = order.compactMap { draw in
                guard var cell = draw.arm[number][draw.place] else { return nil }
                if draw.name != draw.place {
                    // A seed that the suite leaves out here has no name to bear.
                    guard let name = identities[number][draw.name] else { return nil }
                    cell.seed = name.seed
                    cell.identity = name.identity
                }
                return cell
            }
        }
        return side
    }
}
