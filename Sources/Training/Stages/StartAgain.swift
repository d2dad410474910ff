import Datasets
import Numerics
import Records
import TensorCore

/// A stage that puts parameters and the model's states back to a beginning.
public struct StartAgain: Stage {
    /// Nil for the cell's own initial parameters, else the name of another draw of them.
    public let draw: String?

    /// To the cell's own beginning, or to one of another draw.
    public init(draw: String? = nil) { self.draw = draw }

    /// Runs the stage.
    public func run(_ cell: inout CellState) throws {
        cell.startAgain()
        if let draw { cell.buffers[.state("parameters")] = FloatBuffer(Self.parameters(draw, cell)) }
    }

    /// The parameters as they begin in the draw of this name.
    public static func parameters(_ draw: String, _ cell: CellState) -> [Float] {
        var stream = RandomStream(seed: cell.seed, name: "start/\(draw)")
        return cell.blueprint.initialParameters(seed: Int(stream.nextUInt32()))
    }
}

/// A stage that records what the model says of the training rows, for `MethodContext.rowData`.
public struct RecordOutputs: Stage {
    /// The name of the row data.
    public let name: String
    /// Whether zeros stand for outputs that no model has made yet.
    public let isEmpty: Bool

    /// Records under `name`; `isEmpty` for zeros before the first fit.
    public init(as name: String, isEmpty: Bool = false) {
        self.name = name
        self.isEmpty = isEmpty
    }

    /// Runs the stage.
    public func run(_ cell: inout CellState) throws {
        guard !cell.isOnline else {
            cell.failure = .failed(
                "outputs of an online stream's rows cannot be kept: every epoch has others")
            return
        }
        let count = cell.data.train.rows * cell.data.outputWidth
        let outputs =
            isEmpty
            ? [Float](repeating: 0, count: count) : Evaluator(cell).outputs(of: cell.data.train, cell)
        cell.buffers[.data(name)] = FloatBuffer(outputs)
        cell.carried[name] = isEmpty ? 0 : 1
    }
}

/// A stage that changes the parameters once.
public struct ChangeParameters: Stage {
    private let change: @Sendable (inout CellState) -> [Float]

    /// Sets the parameters to what `change` makes of the cell.
    public init(_ change: @escaping @Sendable (inout CellState) -> [Float]) { self.change = change }

    /// Runs the stage.
    public func run(_ cell: inout CellState) throws {
        let values = change(&cell)
        precondition(values.count == cell.parameters.count, "another number of parameters")
        cell.buffers[.state("parameters")] = FloatBuffer(values)
    }
}
