import Methods
import Primitives
import Training

/// What the kit does not ask of some methods, each with the reason.
enum ConformanceExceptions {
    /// Arguments for methods whose defaults do nothing within the few steps of the kit.
    static let telling: [String: [String: ParameterValue]] = [
        // In a fit of four steps.
        "entropy-sgd": ["langevin_rate": .schedule(.constant(0.001))],
        "grades": ["threshold": .schedule(.constant(100)), "alpha": .schedule(.constant(0.25))],
        "lookahead": ["steps": .integer(2)],
        "swa": ["start": .real(0)],
        "saf": ["lag": .integer(1)],
        // Levels and margins that a network reaches that has hardly been trained.
        "acls": ["margin": .schedule(.constant(0.1))],
        "margin-label-smoothing": ["margin": .schedule(.constant(0.1))],
        "flooding": ["level": .schedule(.constant(1.5))],
        "individual-flooding": ["level": .schedule(.constant(1.5))],
        "max-norm": ["max_norm": .schedule(.constant(0.5))],
        "gradient-clipping": ["threshold": .schedule(.constant(0.1))],
    ]

    /// Methods that are no optimiser and have no neutral setting.
    static let withoutNeutral: [String: String] = [:]

    /// The optimiser that an optimiser equals at its neutral setting; "plain" is gradient descent without anything.
    static let twins: [String: String] = [
        "sgd": "plain", "adamw": "adam", "ademamix": "adam", "qhm": "plain", "qhadam": "adam",
        "aggmo": "plain",
    ]

    /// Methods whose objective is deliberately not what the gradient is the derivative of.
    static let notADerivative: [String: String] = [
        "acls": "the largest logit is held fixed where the others are compared with it",
        "learning-to-reweight": "the weights of rows, from a step on validation rows, are held fixed",
        "early-learning-regularization": "its targets move with the outputs and are held fixed",
        "spectral-norm-penalty":
            "the singular vectors of the power iteration, not converged here, are held fixed",
        "spectral-regularization":
            "the singular vectors of the power iteration, not converged here, are held fixed",
        "spectral-normalization":
            "the singular vectors of the power iteration, not converged here, are held fixed",
        "hypersparse": "magnitudes and the slope of the squashing are held fixed",
        "virtual-adversarial-training": "the direction and the clean prediction are constants",
    ]

    /// Methods that tell classes apart by their number.
    static let dependsOnClassOrder: [String: String] = [
        "adahessian": "draws a number per parameter",
        "gradient-noise": "draws a number per parameter",
        "gradient-dropout": "draws a number per parameter",
        "gravity": "draws a number per parameter",
        "esam": "draws a number per parameter",
        "weight-noise": "draws a number per parameter",
        "dropconnect": "draws a number per parameter",
        "mixout": "draws a number per parameter",
        "targeted-dropout": "draws a number per parameter",
        "sparse-variational-dropout": "draws a number per parameter",
        "weight-normalization": "adds lengths, which are not permuted with the model's weights",
        "spectral-normalization": "draws the start of the power iteration",
        "disturb-label": "draws a class",
        "jacobian-regularization": "draws a projection of the outputs",
        "self-distillation": "draws other initial weights for a later fit",
        "data-diet": "draws other initial weights for a later fit",
    ]

    /// Methods that tell inputs apart by their number.
    static let dependsOnInputOrder: [String: String] = [
        "gradient-noise": "draws a number per parameter",
        "gradient-dropout": "draws a number per parameter",
        "gravity": "draws a number per parameter",
        "esam": "draws a number per parameter",
        "adahessian": "draws a number per parameter",
        "weight-noise": "draws a number per parameter",
        "dropconnect": "draws a number per parameter",
        "mixout": "draws a number per parameter",
        "targeted-dropout": "draws a number per parameter",
        "feature-dropout": "draws numbers per input",
        "input-noise": "draws numbers per input",
        "spectral-normalization": "draws the start of the power iteration",
        "adamixup": "draws numbers per input",
        "feature-masking": "draws numbers per input",
        "swap-noise": "draws numbers per input",
        "augmix": "draws numbers per input",
        "fast-adversarial-training": "draws numbers per input",
        "pgd-adversarial-training": "draws numbers per input",
        "trades": "draws numbers per input",
        "mart": "draws numbers per input",
        "arow": "draws numbers per input",
        "virtual-adversarial-training": "draws numbers per input",
        "elle": "draws numbers per input",
        "self-distillation": "draws other initial weights for a later fit",
        "data-diet": "draws other initial weights for a later fit",
    ]

    /// Methods whose cost is not that of products of matrices, or not constant in time.
    static let costNotCounted: [String: String] = [
        "dispersive-loss": "products of all pairs of rows grow with the square of the batch",
        "hl-gauss": "widens the last layer, to a bin per interval of the target",
        "c-mixup": "compares the rows of a batch with each other",
        "smote": "compares the rows of a batch with each other",
        "self-distillation": "runs several fits",
        "warm-start": "runs several fits",
        "magnitude-pruning": "runs several fits",
    ]

    /// Methods without a source to cite.
    static let withoutCitation: [String: String] = [:]

    /// Methods without a formula.
    static let withoutFormula: [String: String] = [:]
}
