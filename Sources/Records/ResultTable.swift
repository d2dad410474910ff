import Primitives

/// The cells of an experiment, each with the attempt that counts: what reports and exports are made of.
///
/// Values stand in columns, about ten bytes per metric and cell, so that a million cells fit into memory; a
/// `ResultRow` is a view of one of them.
public final class ResultTable: Sendable, RandomAccessCollection {
    /// The names of a configuration in its experiment, and what its cells cost.
    public struct Labels: Sendable, Hashable {
        /// The suite's name for the dataset.
        public var dataset: String
        /// The suite's name for the model.
        public var model: String
        /// The suite's name for the method stack.
        public var method: String
        /// Forward-backward passes per step, as the methods declare.
        public var costInPasses: Double

        /// The names of a configuration.
        public init(dataset: String, model: String, method: String, costInPasses: Double) {
            self.dataset = dataset
            self.model = model
            self.method = method
            self.costInPasses = costInPasses
        }
    }

    /// A metric on a part of the data.
    public struct Measure: Sendable, Hashable {
        /// Where it was measured.
        public var part: DataPart
        /// The metric's id.
        public var name: String

        /// A metric on a part of the data.
        public init(part: DataPart, name: String) {
            self.part = part
            self.name = name
        }

        /// What programs call it: `test.accuracy`.
        public var key: String { "\(part.rawValue).\(name)" }

        /// What people call it: `test accuracy`.
        public var title: String { "\(part.rawValue) \(name)" }
    }

    /// What a table is put together from.
    public struct Builder {
        /// The configurations that rows refer to by number.
        public var labels: [Labels] = []
        fileprivate var measures: [Measure] = []
        fileprivate var places: [Measure: Int] = [:]
        fileprivate var columns: [[Double]] = []
        fileprivate var numbers: [Int32] = []
        fileprivate var identities: [CellIdentity] = []
        fileprivate var seeds: [Int] = []
        fileprivate var positions: [Int32] = []
        fileprivate var kinds: [UInt8] = []
        fileprivate var causes: [Int: String] = [:]
        fileprivate var digests: [Digest?] = []
        fileprivate var times: [Int] = []

        /// An empty table.
        public init() {}

        /// How many rows there are.
        public var count: Int { identities.count }

        /// Makes room.
        public mutating func reserveCapacity(_ count: Int) {
            numbers.reserveCapacity(count)
            identities.reserveCapacity(count)
            seeds.reserveCapacity(count)
            positions.reserveCapacity(count)
            kinds.reserveCapacity(count)
            digests.reserveCapacity(count)
            times.reserveCapacity(count)
        }

        /// Says how a row's cell ended.
        public mutating func set(status: Status, cpuNanoseconds: Int, row: Int) {
            kinds[row] = UInt8(Status.Kind.allCases.firstIndex(of: status.kind)!)
            causes[row] = status.cause
            times[row] = cpuNanoseconds
        }

        /// Says which parameters a row's cell ended with.
        public mutating func set(parametersDigest: Digest, row: Int) { digests[row] = parametersDigest }

        /// Adds a row without metrics and returns its number.
        ///
        /// `configuration` is a number in `labels`; `status` is nil for a cell that has not been run,
        /// `cpuNanoseconds` where they are not known.
        @discardableResult
        public mutating func append(
            configuration: Int, identity: CellIdentity, seed: Int, position: Int, status: Status?,
            parametersDigest: Digest? = nil, cpuNanoseconds: Int? = nil
        ) -> Int {
            let row = identities.count
            numbers.append(Int32(configuration))
            identities.append(identity)
            seeds.append(seed)
            positions.append(Int32(position))
            kinds.append(status.map { UInt8(Status.Kind.allCases.firstIndex(of: $0.kind)!) } ?? .max)
            if let cause = status?.cause { causes[row] = cause }
            digests.append(parametersDigest)
            times.append(cpuNanoseconds ?? -1)
            return row
        }

        /// The number of a metric's column, made when it is new.
        public mutating func column(_ measure: Measure) -> Int {
            if let place = places[measure] { return place }
            places[measure] = measures.count
            measures.append(measure)
            columns.append([])
            return measures.count - 1
        }

        /// Sets a metric of a row.
        public mutating func set(_ value: Double, row: Int, column: Int) {
            if row >= columns[column].count {
                let missing = Swift.max(row + 1, identities.count) - columns[column].count
                columns[column].append(contentsOf: repeatElement(ResultTable.absent, count: missing))
            }
            columns[column][row] = value.isNaN ? .nan : value
        }

        /// The table.
        public consuming func table() -> ResultTable { ResultTable(finishing: self) }
    }

    /// A NaN that means "not measured"; a measured NaN is the usual one.
    fileprivate static let absent = Double(bitPattern: 0x7FF8_0000_DEAD_CE11)

    /// The configurations that rows refer to by number.
    public let labels: [Labels]
    /// The metrics that were measured somewhere.
    public let measures: [Measure]
    private let places: [Measure: Int]
    private let columns: [[Double]]
    private let numbers: [Int32]
    private let identities: [CellIdentity]
    private let seeds: [Int]
    private let positions: [Int32]
    private let kinds: [UInt8]
    private let causes: [Int: String]
    private let digests: [Digest?]
    private let times: [Int]

    private init(finishing builder: consuming Builder) {
        for index in builder.columns.indices {
            let missing = builder.identities.count - builder.columns[index].count
            builder.columns[index].append(contentsOf: repeatElement(Self.absent, count: missing))
        }
        labels = builder.labels
        measures = builder.measures
        places = builder.places
        columns = builder.columns
        numbers = builder.numbers
        identities = builder.identities
        seeds = builder.seeds
        positions = builder.positions
        kinds = builder.kinds
        causes = builder.causes
        digests = builder.digests
        times = builder.times
    }

    /// 0.
    public var startIndex: Int { 0 }
    /// How many rows there are.
    public var endIndex: Int { identities.count }
    /// A row.
    public subscript(row: Int) -> ResultRow { ResultRow(table: self, index: row) }

    /// The number of a metric's column; nil for one that was measured nowhere.
    public func column(_ measure: Measure) -> Int? { places[measure] }

    /// A metric of a row; nil where it was not measured.
    public func value(row: Int, column: Int) -> Double? {
        let value = columns[column][row]
        return value.bitPattern == Self.absent.bitPattern ? nil : value
    }

    /// The number in `labels` of a row's configuration.
    public func configurationNumber(of row: Int) -> Int { Int(numbers[row]) }

    /// The seed of a row.
    public func seed(of row: Int) -> Int { seeds[row] }

    /// The place of a row's cell in the suite's order.
    public func position(of row: Int) -> Int { Int(positions[row]) }

    /// How a row's cell ended, without the cause; nil where it has not been run.
    public func kind(of row: Int) -> Status.Kind? {
        kinds[row] == .max ? nil : Self.allKinds[Int(kinds[row])]
    }

    /// The CPU nanoseconds of a row's cell; nil where they are not known.
    public func cpuNanoseconds(of row: Int) -> Int? { times[row] < 0 ? nil : times[row] }

    private static let allKinds = Status.Kind.allCases

    fileprivate func identity(_ row: Int) -> CellIdentity { identities[row] }
    fileprivate func digest(_ row: Int) -> Digest? { digests[row] }
    fileprivate func cause(_ row: Int) -> String? { causes[row] }
}

/// One cell of an experiment with the attempt that counts: a view of a `ResultTable`.
public struct ResultRow: Sendable {
    /// The table it is in.
    public let table: ResultTable
    /// Its number there.
    public let index: Int

    fileprivate init(table: ResultTable, index: Int) {
        self.table = table
        self.index = index
    }

    /// The names of its configuration.
    public var labels: ResultTable.Labels { table.labels[table.configurationNumber(of: index)] }

    /// The cell's identity.
    public var identity: CellIdentity { table.identity(index) }
    /// The suite's name for the dataset.
    public var dataset: String { labels.dataset }
    /// The suite's name for the model.
    public var model: String { labels.model }
    /// The suite's name for the method stack.
    public var method: String { labels.method }
    /// The seed.
    public var seed: Int { table.seed(of: index) }
    /// Its place in the suite's order.
    public var position: Int { table.position(of: index) }
    /// How it ended; nil when it has not been run.
    public var status: Status? { kind.map { Status(kind: $0, cause: table.cause(index)) } }
    /// How it ended, without the cause; nil when it has not been run.
    public var kind: Status.Kind? { table.kind(of: index) }
    /// The SHA-256 of the final parameters.
    public var parametersDigest: Digest? { table.digest(index) }
    /// Forward-backward passes per step, as the methods declare.
    public var costInPasses: Double { labels.costInPasses }
    /// CPU nanoseconds.
    public var cpuNanoseconds: Int? { table.cpuNanoseconds(of: index) }

    /// The final metrics, by part, then name.
    public var metrics: [MetricValue] {
        let order = DataPart.allCases
        return table.measures.enumerated().compactMap { column, measure in
            table.value(row: index, column: column).map {
                MetricValue(part: measure.part, name: measure.name, value: $0)
            }
        }.sorted { a, b in
            (order.firstIndex(of: a.part)!, a.name) < (order.firstIndex(of: b.part)!, b.name)
        }
    }

    /// The value of a metric on a part of the data; nil when it was not measured.
    public func metric(_ name: String, on part: DataPart) -> Double? {
        table.column(.init(part: part, name: name)).flatMap { table.value(row: index, column: $0) }
    }
}

extension ResultTable {
    /// A row given by itself.
    public struct Entry: Sendable {
        /// The names of its configuration.
        public var labels: Labels
        /// The cell's identity.
        public var identity: CellIdentity
        /// The seed.
        public var seed: Int
        /// Its place in the suite's order.
        public var position: Int
        /// How it ended; nil when it has not been run.
        public var status: Status?
        /// The final metrics.
        public var metrics: [MetricValue]
        /// The SHA-256 of the final parameters.
        public var parametersDigest: Digest?
        /// CPU nanoseconds.
        public var cpuNanoseconds: Int?

        /// A row given by itself.
        public init(
            labels: Labels, identity: CellIdentity, seed: Int, position: Int, status: Status?,
            metrics: [MetricValue] = [], parametersDigest: Digest? = nil, cpuNanoseconds: Int? = nil
        ) {
            self.labels = labels
            self.identity = identity
            self.seed = seed
            self.position = position
            self.status = status
            self.metrics = metrics
            self.parametersDigest = parametersDigest
            self.cpuNanoseconds = cpuNanoseconds
        }
    }

    /// Its rows one by one.
    public var entries: [Entry] {
        map { row in
            Entry(
                labels: row.labels, identity: row.identity, seed: row.seed, position: row.position,
                status: row.status, metrics: row.metrics, parametersDigest: row.parametersDigest,
                cpuNanoseconds: row.cpuNanoseconds)
        }
    }

    /// A table of rows given one by one.
    public convenience init(_ entries: [Entry]) {
        var builder = Builder()
        var numbers: [Labels: Int] = [:]
        for entry in entries {
            if numbers[entry.labels] == nil {
                numbers[entry.labels] = builder.labels.count
                builder.labels.append(entry.labels)
            }
            let row = builder.append(
                configuration: numbers[entry.labels]!, identity: entry.identity, seed: entry.seed,
                position: entry.position, status: entry.status, parametersDigest: entry.parametersDigest,
                cpuNanoseconds: entry.cpuNanoseconds)
            for metric in entry.metrics {
                let column = builder.column(.init(part: metric.part, name: metric.name))
                builder.set(metric.value, row: row, column: column)
            }
        }
        self.init(finishing: builder)
    }
}
