import Primitives

/// A cell of a suite: its specification and the names it goes by there.
public struct PlannedCell: Sendable, Hashable {
    /// What the cell is.
    public var specification: CellSpecification
    /// Its identity (computed once).
    public let identity: CellIdentity
    /// The suite's name for the dataset.
    public var datasetLabel: String
    /// The suite's name for the model.
    public var modelLabel: String
    /// The suite's name for the method stack.
    public var methodLabel: String
    /// Its place in the suite's order, from 0.
    public var position: Int

    /// A cell of a suite; the identity is computed where it is not given.
    public init(
        specification: CellSpecification, datasetLabel: String, modelLabel: String, methodLabel: String,
        position: Int, identity: CellIdentity? = nil
    ) {
        self.specification = specification
        self.identity = identity ?? specification.identity
        self.datasetLabel = datasetLabel
        self.modelLabel = modelLabel
        self.methodLabel = methodLabel
        self.position = position
    }

    /// `dataset / model / method / seed n`, for people.
    public var label: String {
        "\(datasetLabel) / \(modelLabel) / \(methodLabel) / seed \(specification.seed)"
    }
}

/// A configuration of a suite and the names it goes by there.
public struct PlannedConfiguration: Sendable, Hashable {
    /// What its cells have in common.
    public var configuration: CellConfiguration
    /// The suite's name for the dataset.
    public var datasetLabel: String
    /// The suite's name for the model.
    public var modelLabel: String
    /// The suite's name for the method stack.
    public var methodLabel: String

    /// A configuration of a suite.
    public init(
        configuration: CellConfiguration, datasetLabel: String, modelLabel: String, methodLabel: String
    ) {
        self.configuration = configuration
        self.datasetLabel = datasetLabel
        self.modelLabel = modelLabel
        self.methodLabel = methodLabel
    }
}

/// The cells of a suite in its order, forty bytes each: a configuration's number, a seed and an identity.
///
/// An element is put together when it is asked for. Two entries of a suite that mean the same keep both labels
/// and share one identity.
public struct PlannedCells: Sendable, RandomAccessCollection {
    /// The configurations, in the order of their first cell.
    public private(set) var configurations: [PlannedConfiguration] = []
    /// The configuration's number of each cell.
    private var numbers: [Int32] = []
    private var seeds: [Int] = []
    /// The identity of each cell.
    public private(set) var identities: [CellIdentity] = []

    /// No cells.
    public init() {}

    /// The same cells as a list of them, in their order.
    public init(_ cells: some Sequence<PlannedCell>) {
        var known: [PlannedConfiguration: Int] = [:]
        for cell in cells {
            let configuration = PlannedConfiguration(
                configuration: CellConfiguration(cell.specification), datasetLabel: cell.datasetLabel,
                modelLabel: cell.modelLabel, methodLabel: cell.methodLabel)
            let number = known[configuration] ?? append(configuration)
            known[configuration] = number
            append(configuration: number, seed: cell.specification.seed, identity: cell.identity)
        }
    }

    /// Adds a configuration and returns its number.
    public mutating func append(_ configuration: PlannedConfiguration) -> Int {
        configurations.append(configuration)
        return configurations.count - 1
    }

    /// Adds a cell of the configuration with that number.
    public mutating func append(configuration: Int, seed: Int, identity: CellIdentity) {
        numbers.append(Int32(configuration))
        seeds.append(seed)
        identities.append(identity)
    }

    /// Makes room.
    public mutating func reserveCapacity(_ count: Int) {
        numbers.reserveCapacity(count)
        seeds.reserveCapacity(count)
        identities.reserveCapacity(count)
    }

    /// 0.
    public var startIndex: Int { 0 }
    /// How many there are.
    public var endIndex: Int { identities.count }

    /// The cell at a place of the suite's order.
    public subscript(position: Int) -> PlannedCell {
        let entry = configurations[Int(numbers[position])]
        return PlannedCell(
            specification: entry.configuration.specification(seed: seeds[position]),
            datasetLabel: entry.datasetLabel, modelLabel: entry.modelLabel, methodLabel: entry.methodLabel,
            position: position, identity: identities[position])
    }

    /// The number of the configuration of the cell at `position`.
    public func configurationNumber(at position: Int) -> Int { Int(numbers[position]) }

    /// The seed of the cell at `position`.
    public func seed(at position: Int) -> Int { seeds[position] }

    /// The first cell of each configuration.
    public var firstOfEachConfiguration: [PlannedCell] {
        var seen = [Bool](repeating: false, count: configurations.count)
        var result: [PlannedCell] = []
        for position in indices where !seen[Int(numbers[position])] {
            seen[Int(numbers[position])] = true
            result.append(self[position])
        }
        return result
    }

    /// The places of the first cell of each identity: what there is to train.
    public var distinctPositions: [Int] {
        var seen = Set<CellIdentity>(minimumCapacity: count)
        return indices.filter { seen.insert(identities[$0]).inserted }
    }
}
