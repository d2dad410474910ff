import Primitives

/// What happens within a training step, in this order.
public enum StepPhase: String, Sendable, Hashable, CaseIterable {
    /// The batch is changed.
    case batch
    /// Effective parameters are made from the stored ones, wherever the model uses one.
    case reparameterization
    /// The forward pass, with what acts at its sites.
    case architecture
    /// What each row contributes.
    case loss
    /// The mean of that.
    case meanLoss
    /// Scalars are added to it.
    case addedTerms
    /// The gradient is formed.
    case gradient
    /// What stands around the optimiser.
    case aroundOptimizer
    /// The optimiser.
    case optimizer
    /// What else happens to the parameters.
    case update
    /// Averages are kept of what the step ends with, or it is replaced.
    case afterStep

    /// What happens, for a reader.
    public var title: String {
        switch self {
        case .batch: "batch"
        case .reparameterization: "effective parameters"
        case .architecture: "forward pass"
        case .loss: "loss of each row"
        case .meanLoss: "mean loss"
        case .addedTerms: "penalties and added terms"
        case .gradient: "gradient"
        case .aroundOptimizer: "around the optimiser"
        case .optimizer: "optimiser"
        case .update: "after the optimiser"
        case .afterStep: "after the step"
        }
    }

    /// In which order the methods of a stack act in it.
    public var orderOfStack: String {
        switch self {
        case .batch, .meanLoss, .addedTerms, .update, .afterStep: "in the order of the stack"
        case .reparameterization: "in the order of the stack, for each parameter"
        case .architecture: "in the order of the stack, at each site"
        case .loss, .gradient, .aroundOptimizer: "the first of the stack outermost"
        case .optimizer: "one"
        }
    }

    /// Whether methods of `type` act in it.
    public func includes(_ type: any Method.Type) -> Bool {
        switch self {
        case .batch: type is any BatchTransform.Type
        case .reparameterization: type is any Reparameterization.Type
        case .architecture: type is any ActivationTransform.Type
        case .loss: type is any LossTransform.Type
        case .meanLoss: type is any MeanLossTransform.Type
        case .addedTerms: type is any Penalty.Type || type is any ObjectiveTerm.Type
        case .gradient: type is any GradientTransform.Type
        case .aroundOptimizer: type is any OptimizerTransform.Type
        case .optimizer: type is any Optimizer.Type
        case .update: type is any UpdateTransform.Type
        case .afterStep: type is any AfterStep.Type
        }
    }

    /// The phases in which the parts of a cell act, with their ids in order; phases without any are left out.
    public static func acting(in blueprint: CellBlueprint) -> [(phase: StepPhase, ids: [String])] {
        allCases.compactMap { phase in
            let ids = blueprint.everyone.filter { phase.includes(type(of: $0.method)) }.map(\.use.id)
            return ids.isEmpty ? nil : (phase, ids)
        }
    }

    /// The names of the seams that `type` uses, as declarations have them: those of the step in its order, then
    /// those of the cell.
    public static func seams(of type: any Method.Type) -> [String] {
        let uses: [(String, Bool)] = [
            ("batch", type is any BatchTransform.Type),
            ("reparameterisation", type is any Reparameterization.Type),
            ("architecture", type is any ActivationTransform.Type),
            ("loss", type is any LossTransform.Type),
            ("mean loss", type is any MeanLossTransform.Type),
            ("penalty", type is any Penalty.Type),
            ("objective", type is any ObjectiveTerm.Type),
            ("gradient", type is any GradientTransform.Type),
            (
                "update",
                type is any Optimizer.Type || type is any OptimizerTransform.Type
                    || type is any UpdateTransform.Type
            ),
            ("after step", type is any AfterStep.Type),
            ("parameters", type is any ParameterAddition.Type),
            ("pipeline", type is any PipelineTransform.Type),
            ("evaluation parameters", type is any EvaluationParameters.Type),
            ("outputs", type is any OutputTransform.Type),
            ("output width", type is any OutputWidth.Type),
        ]
        return uses.filter(\.1).map(\.0)
    }
}
