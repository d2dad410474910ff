import Datasets
import Numerics
import Records
import TensorCore

/// One stage of a cell's pipeline; weights and other buffers pass from stage to stage by name.
public protocol Stage: Sendable {
    /// Runs the stage on a cell. Throws `CancellationError` when it was asked to stop.
    func run(_ cell: inout CellState) throws
}

/// What a cell carries from stage to stage.
public struct CellState {
    /// The parts of the cell.
    public let blueprint: CellBlueprint
    /// The data, split and encoded.
    public let data: PreparedData
    /// The seed of every stream.
    public let seed: Int
    /// What is shared with other cells.
    public let environment: ExecutionEnvironment
    /// Buffers by name; "parameters" is the flat parameter vector.
    public var buffers: [BufferName: FloatBuffer]
    /// Epochs so far.
    public var epoch = 0
    /// Steps so far: what random numbers are counted by.
    public var step = 0
    /// Steps of the current fit so far, or of the last one: the time of its schedules.
    public var stepOfFit = 0
    /// Scalars that stages leave for later ones, by `id/name`; see `MethodContext.scalar`.
    public var carried: [String: Double] = [:]
    /// The scalars of the current fit's steps; nil before the first.
    var table: StepTable?
    /// The learning curves so far.
    public var curves: [CurvePoint] = []
    /// Why the cell cannot go on; nil while it can.
    public var failure: Status?

    init(_ blueprint: CellBlueprint, _ data: PreparedData, seed: Int, _ environment: ExecutionEnvironment) {
        self.blueprint = blueprint
        self.data = data
        self.seed = seed
        self.environment = environment
        buffers = [.state("parameters"): FloatBuffer(blueprint.initialParameters(seed: seed))]
        for state in blueprint.model.states {
            buffers[.state(state.buffer)] = FloatBuffer(
                [Float](repeating: state.initial, count: state.shape.count))
        }
    }

    /// Parameters and the model's states as they were before the first step.
    public mutating func startAgain() {
        let fresh = CellState(blueprint, data, seed: seed, environment)
        for (name, buffer) in fresh.buffers { buffers[name] = buffer }
    }

    /// Says why the cell cannot go on.
    public mutating func fail(_ cause: String) { failure = .failed(cause) }

    /// Whether every epoch has training rows of its own, so that nothing can be known of a row from before.
    public var isOnline: Bool { data.freshTraining != nil }

    /// Rows of the training part.
    public var trainingRows: Int { data.train.rows }

    /// The training targets, rows × `targetWidth`, row-major.
    public var trainingTargets: [Float] { data.train.targets }

    /// Columns of the targets: the number of classes, or 1.
    public var targetWidth: Int { data.outputWidth }

    /// Outputs of the model as it is evaluated now on the training rows, rows × `targetWidth`, row-major.
    public var trainingOutputs: [Float] { Evaluator(self).outputs(of: data.train, self) }

    /// The flat parameter vector.
    public var parameters: FloatBuffer { buffers[.state("parameters")]! }

    /// The model's states, in the order in which the model declares them.
    public var modelStates: [(state: ModelState, values: FloatBuffer)] {
        blueprint.model.states.map { ($0, buffers[.state($0.buffer)]!) }
    }
}
