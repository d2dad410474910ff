import Primitives
import Training

/// What becomes of running statistics where an average of parameters is evaluated.
enum AveragedStatistics {
    static let declaration = ParameterDeclaration(
        "statistics", .choice(["recomputed", "kept"]), default: .text("recomputed"),
        "Running statistics (batch norm) in the end: those of the average, by a pass over the training rows after each fit, or kept."
    )

    /// The stages, and after each fit one that estimates the statistics anew where `arguments` ask for it and something
    /// is averaged: what comes next (a fitted temperature, a teacher's outputs) then sees the model as it is evaluated.
    static func pipeline(
        _ stages: [any Stage], _ settings: TrainingSettings, _ arguments: Arguments, isAveraging: Bool
    ) -> [any Stage] {
        guard isAveraging, arguments.text("statistics") == "recomputed" else { return stages }
        return stages.flatMap { $0 is Fit ? [$0, RecomputeStatistics(settings)] : [$0] }
    }

    /// What holds of every method of the family that evaluates an average.
    static let remark =
        "Recomputed statistics are those of the end; the curves of a model with batch norm have those of the trained "
        + "parameters."
}
