import Primitives

/// A number that says how good predictions are; computed in Float64 from the model's outputs.
public protocol Metric: Sendable {
    /// What the catalogue says of it.
    static var declaration: MetricDeclaration { get }
    /// Its value; NaN where it is undefined for these rows.
    static func value(_ predictions: Predictions) -> Double
    /// Whether it means anything for such rows; where not, it is not recorded at all.
    ///
    /// A metric of corrupted labels, say, is for rows with corrupted labels.
    static func isDefined(for predictions: Predictions) -> Bool
}

extension Metric {
    /// Most metrics are defined for all rows of their task.
    static func isDefined(for predictions: Predictions) -> Bool { true }
}

/// All metrics; the first of each task is its primary one unless a suite says otherwise.
public enum MetricCatalogue {
    /// One line per metric.
    public static let all: [any Metric.Type] = [
        Accuracy.self,
        LogLoss.self,
        BrierScore.self,
        RootMeanSquaredError.self,
        MeanAbsoluteError.self,
        CoefficientOfDetermination.self,
        WorstGroupAccuracy.self,
        CleanAccuracy.self,
        Memorization.self,
        CleanRootMeanSquaredError.self,
        BayesAgreement.self,
        ExcessRootMeanSquaredError.self,
        BalancedAccuracy.self,
        F1Macro.self,
        AreaUnderROC.self,
        AveragePrecision.self,
        MatthewsCorrelation.self,
        ExpectedCalibrationError.self,
        F1Micro.self,
        F1Weighted.self,
        AreaUnderROCWeighted.self,
        AreaUnderROCPairwise.self,
        CohensKappa.self,
        TopTwoAccuracy.self,
        TopThreeAccuracy.self,
        TopFiveAccuracy.self,
        ExpectedCalibrationErrorEqualMass.self,
        ExpectedCalibrationErrorClassWise.self,
        MaximumCalibrationError.self,
        BrierReliability.self,
        BrierResolution.self,
        BrierUncertainty.self,
        BrierWithinBins.self,
        AreaUnderRiskCoverage.self,
        ExcessAreaUnderRiskCoverage.self,
        ContinuousRankedProbabilityScore.self,
        PinballLowerTenth.self,
        PinballMedian.self,
        PinballUpperTenth.self,
        IntervalCoverage.self,
        IntervalWidth.self,
        ProbabilityIntegralTransformError.self,
    ]

    /// The metrics of a task that are recorded where `named` ones are asked for: at the end, or after every epoch.
    static func recorded(
        for task: MetricDeclaration.TaskKind, named: [String], atEnd: Bool
    ) -> [any Metric.Type] {
        all.filter {
            let declaration = $0.declaration
            guard declaration.tasks.contains(task) else { return false }
            switch declaration.recording {
            case .everyEpoch: return true
            case .atEnd: return atEnd
            case .onRequest: return atEnd && named.contains(declaration.id)
            }
        }
    }

    /// What all of them declare.
    public static var declarations: [MetricDeclaration] { all.map { $0.declaration } }
}
