import Primitives
import TensorCore

/// A regulariser, optimiser, loss or augmentation: pure functions from symbolic tensors to symbolic tensors.
///
/// A method conforms to the protocol of every seam it uses. Within a step the order is fixed
/// (docs/architecture.md). At its neutral setting a method must leave every bit as it was: it draws only from its
/// own streams, and a gate around it (`isGated`) keeps what it computes out of everything else while it is off.
public protocol Method: Sendable {
    /// What the catalogue says of it.
    static var declaration: ComponentDeclaration { get }
    /// The method with checked arguments.
    init(arguments: Arguments)
    /// What a training step costs with these arguments, in forward-backward passes on average; 1 is the baseline.
    ///
    /// A forward pass counts a third, a backward pass two thirds.
    var costInPasses: Double { get }
    /// Every how many steps it does its special work, see `MethodContext.isActiveStep`; 1 for always.
    ///
    /// Every other value adds a compiled step without the special work to the cell.
    var period: Int { get }
    /// Why it cannot work with the rest of the cell; nil where it can.
    func refusal(in composition: Composition) -> Diagnostic?
    /// Whether what it changes is taken back by a select while every schedulable parameter is at its neutral value.
    ///
    /// Then it may write down its formula and nothing else. A method that is exact by itself at its neutral value
    /// says no and is spared the selects; one without a schedulable neutral parameter is never gated.
    var isGated: Bool { get }
}

extension Method {
    /// What the declaration says.
    public var costInPasses: Double { Self.declaration.costInPasses }
    /// Always.
    public var period: Int { 1 }
    /// It works with everything.
    public func refusal(in composition: Composition) -> Diagnostic? { nil }
    /// Yes.
    public var isGated: Bool { true }
}

/// The cell that a method is asked to be part of.
public struct Composition: Sendable {
    /// The network.
    public let model: any Model
    /// The model's use in the specification.
    public let modelUse: ComponentUse
    /// The inputs.
    public let inputs: InputLayout
    /// What is learnt.
    public let task: MetricDeclaration.TaskKind
    /// The number of classes, or 1.
    public let targetWidth: Int
    /// Whether there are validation rows.
    public let hasValidation: Bool
    /// The optimiser.
    public let optimizer: ComponentUse
    /// The whole stack, this method too.
    public let methods: [ComponentUse]
    /// How long is trained, and in what batches.
    public let settings: TrainingSettings
    /// The points of the model's forward pass where activations can be changed.
    public let sites: [ActivationSite]
    /// Rows of the largest batch; nil where the rows are not known.
    public var batchRows: Int?

    /// The remedy where there are no validation rows.
    public static let validationRemedy =
        "give the split (under protocol, or the dataset's own) validation: 0.1 or another share"
}
