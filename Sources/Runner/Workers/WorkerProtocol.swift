import Primitives
import Records

/// What coordinator and worker say to each other.
enum WorkerProtocol {
    /// Raised whenever a message changes.
    static let version: UInt32 = 2

    /// What a worker is told before its first cell.
    struct Settings: Equatable {
        /// The name of the level that kernels run on.
        var instructionSet: String
        /// How many cells are trained at once on the machine.
        var jobs: Int
        /// Bytes that a cell may use; nil for no limit.
        var memory: Int?
    }

    /// From the coordinator.
    enum Request: Equatable {
        case settings(Settings)
        /// Where a dataset comes from, as canonical JSON, under a number for later.
        case recipe(number: Int, text: String)
        /// What cells have in common, as canonical JSON, under a number for later.
        case configuration(number: Int, recipe: Int, text: String)
        /// A cell to train: its number in the batch.
        case cell(number: Int, configuration: Int, seed: Int, identity: CellIdentity, keepsPredictions: Bool)
        /// Cells that have not begun are not to be trained.
        case discard
    }

    /// From a worker.
    enum Reply {
        /// The first of all: the version it speaks.
        case ready(version: UInt32)
        /// From here on it is this cell's fault if the worker dies.
        case began(cell: Int)
        /// What was added to the learning curves.
        case epoch(cell: Int, points: [CurvePoint])
        /// How a cell ended.
        case outcome(cell: Int, Outcome)
        /// None of the cells that it has will be trained.
        case discarded
        /// The run cannot go on, and no cell is to blame: an exit code, what is wrong and what to do.
        case fault(code: Int32, message: String, remedy: String?)
    }
}

extension WorkerProtocol.Request {
    /// The message as bytes.
    var bytes: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .settings(let settings):
            writer.write(UInt8(1))
            writer.write(settings.instructionSet)
            writer.write(settings.jobs)
            writer.write(optional: settings.memory) { $0.write($1) }
        case .recipe(let number, let text):
            writer.write(UInt8(2))
            writer.write(UInt32(number))
            writer.write(text)
        case .configuration(let number, let recipe, let text):
            writer.write(UInt8(3))
            writer.write(UInt32(number))
            writer.write(UInt32(recipe))
            writer.write(text)
        case .cell(let number, let configuration, let seed, let identity, let keepsPredictions):
            writer.write(UInt8(4))
            writer.write(UInt32(number))
            writer.write(UInt32(configuration))
            writer.write(seed)
            writer.write(identity.digest)
            writer.write(keepsPredictions)
        case .discard: writer.write(UInt8(5))
        }
        return writer.bytes
    }

    /// Reads a message.
    init(_ bytes: [UInt8]) throws(MalformedMessage) {
        var reader = ByteReader(bytes)
        switch try reader.integer(UInt8.self) {
        case 1:
            self = .settings(
                .init(
                    instructionSet: try reader.text(), jobs: try reader.integer(Int.self),
                    memory: try reader.optional { reader throws(MalformedMessage) in
                        try reader.integer(Int.self)
                    }))
        case 2:
            self = .recipe(number: Int(try reader.integer(UInt32.self)), text: try reader.text())
        case 3:
            self = .configuration(
                number: Int(try reader.integer(UInt32.self)), recipe: Int(try reader.integer(UInt32.self)),
                text: try reader.text())
        case 4:
            self = .cell(
                number: Int(try reader.integer(UInt32.self)),
                configuration: Int(try reader.integer(UInt32.self)), seed: try reader.integer(Int.self),
                identity: CellIdentity(try reader.digest()), keepsPredictions: try reader.boolean())
        case 5: self = .discard
        case let kind: throw MalformedMessage(description: "a message of the unknown kind \(kind)")
        }
        try reader.finish()
    }
}

extension WorkerProtocol.Reply {
    /// The message as bytes.
    var bytes: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .ready(let version):
            writer.write(UInt8(1))
            writer.write(version)
        case .began(let cell):
            writer.write(UInt8(2))
            writer.write(UInt32(cell))
        case .epoch(let cell, let points):
            writer.write(UInt8(3))
            writer.write(UInt32(cell))
            writer.write(points)
        case .outcome(let cell, let outcome):
            writer.write(UInt8(4))
            writer.write(UInt32(cell))
            writer.write(outcome)
        case .discarded: writer.write(UInt8(5))
        case .fault(let code, let message, let remedy):
            writer.write(UInt8(6))
            writer.write(code)
            writer.write(message)
            writer.write(optional: remedy) { $0.write($1) }
        }
        return writer.bytes
    }

    /// Reads a message.
    init(_ bytes: [UInt8]) throws(MalformedMessage) {
        var reader = ByteReader(bytes)
        switch try reader.integer(UInt8.self) {
        case 1: self = .ready(version: try reader.integer(UInt32.self))
        case 2: self = .began(cell: Int(try reader.integer(UInt32.self)))
        case 3: self = .epoch(cell: Int(try reader.integer(UInt32.self)), points: try reader.points())
        case 4: self = .outcome(cell: Int(try reader.integer(UInt32.self)), try reader.outcome())
        case 5: self = .discarded
        case 6:
            self = .fault(
                code: try reader.integer(Int32.self), message: try reader.text(),
                remedy: try reader.optional { reader throws(MalformedMessage) in try reader.text() })
        case let kind: throw MalformedMessage(description: "a message of the unknown kind \(kind)")
        }
        try reader.finish()
    }
}
