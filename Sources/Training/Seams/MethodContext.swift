import Primitives
import TensorCore

/// What a method sees of the step it is part of: its own hyperparameters, streams and states.
public struct MethodContext {
    /// What the program that is being traced is for.
    public enum Mode: Sendable, Hashable {
        /// A training step.
        case training
        /// The outputs of the trained model; hyperparameters have the value of the last step, states what it left.
        case evaluation
    }

    let step: StepBuilder
    let id: String
    let arguments: Arguments
    /// The name of the forward pass that is asked, empty for the first and outside of passes.
    public let pass: String
    /// The flat vector that the pass of an activation runs at; nil outside.
    var point: Tensor?

    /// The graph under construction.
    public var graph: Graph { step.graph }
    /// Training or evaluation.
    public var mode: Mode { step.mode }
    /// Rows of the batch.
    public var batchSize: Int { step.batchSize }
    /// Where each parameter lies in the flat vector.
    public var layout: ParameterLayout { step.layout }
    /// What is learnt.
    public var task: MetricDeclaration.TaskKind { step.facts.task }
    /// Columns of the targets: the number of classes, or 1.
    public var targetWidth: Int { step.facts.targetWidth }
    /// Rows of the training part.
    public var trainingRows: Int { step.facts.trainingRows }
    /// How the inputs are laid out: columns, and their shape as an image where the dataset has one.
    public var inputs: InputLayout { step.facts.inputs }
    /// The model.
    public var model: any Model { step.blueprint.model }
    /// The points of the model's forward pass where activations can be changed, in order.
    public var sites: [ActivationSite] { step.sites }

    /// This step's value of the method's hyperparameter `name`, a scalar that follows its schedule.
    public func hyperparameter(_ name: String) -> Tensor {
        step.column("\(id).\(name)", .schedule(arguments.schedule(name)))
    }

    /// This step's learning rate, whatever the optimiser.
    public var learningRate: Tensor {
        let use = step.blueprint.optimizer.use
        return step.column("\(use.id).learning_rate", .schedule(use.arguments.schedule("learning_rate")))
    }

    /// This step's learning rate over the largest that its schedule has: the schedule's shape, 1 where it is constant.
    public var learningRateShape: Tensor {
        let use = step.blueprint.optimizer.use
        let peak = use.arguments.schedule("learning_rate").peak
        // A rate that is 0 throughout has the shape 0.
        let divisor = maximum(
            step.column("\(use.id).learning_rate peak", .schedule(peak)),
            graph.constant([.leastNormalMagnitude], []))
        return learningRate / divisor
    }

    /// A scalar of the time within the fit.
    public func clock(_ clock: Clock) -> Tensor { step.column("clock.\(clock.rawValue)", .clock(clock)) }

    /// A scalar that the stages of the pipeline set (`Fit.settingScalar`); `absent` where none did.
    public func scalar(_ name: String, absent: Double) -> Tensor {
        step.column("\(id)/\(name)", .carried(absent: absent))
    }

    /// 1 while a schedulable parameter is away from its neutral value, else 0; nil where none has one.
    public var isOn: Tensor? { step.isOn(id, arguments) }

    /// Whether this step does what the method does every `period` steps only; the first step of a fit does.
    ///
    /// Steps that do and steps that do not are traced and compiled apart: what is not done costs nothing.
    public var isActiveStep: Bool { step.active.contains(id) || !step.hasPeriod(id) }

    /// The name of one of the method's own random streams; another pass of the model has others.
    public func stream(_ name: String) -> String { pass.isEmpty ? "\(id)/\(name)" : "\(id)/\(name)@\(pass)" }

    // MARK: States

    /// A state of `count` numbers that lives between steps, all `initial` at first.
    public func state(_ name: String, count: Int, initial: Float = 0, lifetime: StateLifetime = .stage)
        -> Tensor
    {
        state(name, [count], start: .filled(.constant(initial)), lifetime: lifetime)
    }

    /// A state that lives between steps; one that is never assigned stays as it began.
    public func state(_ name: String, _ shape: Shape, start: StateStart, lifetime: StateLifetime = .stage)
        -> Tensor
    {
        step.state("\(id)/\(name)", shape, start, lifetime)
    }

    /// Sets the state `name` for the next step.
    ///
    /// A step may run the model several times: the first assignment counts, later ones are dropped, and so are those
    /// of passes that run under another name.
    public func assign(_ value: Tensor, to name: String) {
        if pass.isEmpty { step.assign(value, to: "\(id)/\(name)") }
    }

    /// Lets what `body` assigns to states, of this or any method, take effect only where `condition` is 1.
    public func assigning(where condition: Tensor, _ body: () -> Tensor) -> Tensor {
        step.assigning(where: condition, body)
    }

    /// The stored parameters as they were when the fit began.
    public var initialParameters: Tensor {
        step.state("snapshot/initial", [layout.count], .parameters, .stage)
    }

    /// A state with a row of `width` numbers for every training row, all `initial` at first: those of the batch.
    ///
    /// Only for rows of the whole batch; see `ForwardPass.restrict`. Fits on an online stream, whose rows are others
    /// in every epoch, fail.
    public func rowState(_ name: String, width: Int, initial: Float = 0, lifetime: StateLifetime = .stage)
        -> Tensor
    {
        step.state(
            "\(id)/\(name)", [trainingRows, width], .filled(.constant(initial)), lifetime, isPerRow: true
        ).gatheringRows(rows)
    }

    /// Sets the rows of the batch in the row state `name`, of the same width.
    ///
    /// Where a training row stands twice in a batch, both are added: no fit does that.
    public func assignRows(_ value: Tensor, to name: String) {
        let state = step.state("\(id)/\(name)", [trainingRows, value.shape[1]], nil, nil)
        let ones = graph.scalar(1).broadcast(to: [batchSize, 1])
        let isThere = ones.scatteringRows(rows, into: trainingRows)
        let values = value.stoppingGradient().scatteringRows(rows, into: trainingRows)
        assign(select(isThere, values, state), to: name)
    }

    // MARK: Data

    /// The number of each row of the batch among the training rows.
    public var rows: Tensor { step.rows }

    /// Numbers per training row that a stage of the pipeline bound under `name`: those of the batch.
    public func rowData(_ name: String, width: Int) -> Tensor {
        graph.data(name, [trainingRows, width]).gatheringRows(rows)
    }

    /// The share of each class in the training targets, 1 × classes, by the rows' weights; they sum to 1.
    public var classShares: Tensor { graph.data("class shares", [1, targetWidth]) }

    /// As many rows of the validation part as the batch has, other ones in every step.
    ///
    /// They repeat where the part is small. Only where there are validation rows: ask `hasValidation`.
    public var validationBatch: Batch { step.validationBatch }

    /// Whether the cell has validation rows.
    public var hasValidation: Bool { step.facts.validationRows > 0 }

    // MARK: The model

    /// Runs the model at `parameters` (a flat vector) on a batch; running statistics stay as they are.
    ///
    /// `isStochastic` says whether methods of the seam "architecture" act.
    public func forward(
        _ parameters: Tensor, _ batch: Batch, named name: String = "", isStochastic: Bool = true
    ) -> ForwardPass {
        step.forward(parameters, batch, pass: name, rows: nil, acts: isStochastic)
    }

    /// What is stored, by name, at the point where the model runs that an activation is part of.
    ///
    /// The way to parameters that an `ActivationTransform` added: gradients flow back to them, also where a gradient
    /// is formed at another point than the current parameters.
    public var stored: ParameterView { ParameterView(point ?? step.parameters, layout) }

    /// The stored parameters before the step.
    public var currentParameters: Tensor { step.parameters }

    /// The batch, after the batch transforms of the stack.
    public var batch: Batch { step.transformedBatch }

    /// The objective of the step, as every gradient transform of the stack forms its gradient.
    public var objective: Objective { step.objective }

    /// 1 at weights and 0 elsewhere, as long as the flat parameter vector.
    public var weightMask: Tensor { step.weightMask }

    /// Records a scalar of this step; the learning curves have the last value of every epoch as `id/name`.
    public func record(_ scalar: Tensor, as name: String) {
        if pass.isEmpty { step.record(scalar, as: "\(id)/\(name)") }
    }
}
