import Suites

/// A change for the worse that somebody may make in one line of a program, made to a suite on purpose: what a gate
/// has to find out.
///
/// A new one is a new file and a line in `PlantedRegressions.all`. It changes what is trained, not what the cells
/// are called: the gate is shown its results under the names of the unchanged suite.
public protocol PlantedRegression: Sendable {
    /// Its name for programs: lower-case words between hyphens.
    var id: String { get }
    /// What it does, for people.
    var summary: String { get }
    /// The suite of `plan` with the change; nil where it has nothing that could be changed so.
    func applied(to plan: SuitePlan) -> Suite?
}

/// The changes that `bench gate --self-test` plants.
public enum PlantedRegressions {
    /// All of them, in the order of the report.
    public static let all: [any PlantedRegression] = [
        TrainingLabelNoise(share: 0.2),
        TrainingLabelNoise(share: 0.4),
        ScaledLearningRate(factor: 10),
        ScaledLearningRate(factor: 0.1),
        NoMomentum(),
        MethodsOff(),
        NoisyUpdates(variance: 0.1),
        HalfTraining(),
        RawInputs(),
    ]
}
