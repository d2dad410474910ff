import Numerics
import Records
import TensorCore

/// What the training of a cell needs from the process it runs in.
public struct ExecutionEnvironment: Sendable {
    /// The level the kernels run on.
    public var instructionSet: InstructionSet
    /// Compiled plans, shared with other cells.
    public var cache: PlanCache
    /// Asked once per epoch: whether to give up.
    public var shouldStop: @Sendable () -> Bool
    /// Whether the outcome keeps what the model says of validation and test rows.
    public var keepsPredictions: Bool
    /// Told after every epoch what was added to the learning curves; changes nothing.
    public var onEpoch: (@Sendable (_ points: ArraySlice<CurvePoint>) -> Void)?
    /// Looks at the steps of fits, one by one; changes nothing.
    public var stepObserver: StepObserver?

    /// An environment.
    public init(
        instructionSet: InstructionSet = .best, cache: PlanCache = PlanCache(),
        shouldStop: @escaping @Sendable () -> Bool = { false }, keepsPredictions: Bool = false,
        onEpoch: (@Sendable (_ points: ArraySlice<CurvePoint>) -> Void)? = nil,
        stepObserver: StepObserver? = nil
    ) {
        self.instructionSet = instructionSet
        self.cache = cache
        self.shouldStop = shouldStop
        self.keepsPredictions = keepsPredictions
        self.onEpoch = onEpoch
        self.stepObserver = stepObserver
    }
}
