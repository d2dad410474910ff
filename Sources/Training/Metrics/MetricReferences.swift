import Primitives

/// Values of metrics that somebody published, with ours for the same input.
public enum MetricReferences {
    /// One line per value.
    public static var all: [ReferenceCheck] {
        calibration + probabilities + labels + distributions
    }

    private static var calibration: [ReferenceCheck] {
        let source = "torchmetrics documentation, calibration_error"
        let two = CalibrationBins(
            [0.25, 0.25, 0.55, 0.75, 0.75], [false, false, true, true, true], equalWidth: 2)
        let three = Predictions(
            probabilities: [
                0.25, 0.20, 0.55, 0.55, 0.05, 0.40, 0.10, 0.30, 0.60, 0.90, 0.05, 0.05,
            ], classes: 3, labels: [0, 1, 2, 0]
        ).confidences
        let multiclass = CalibrationBins(three.forecasts, three.events, equalWidth: 3)
        func check(_ quantity: String, _ expected: Double, _ obtained: Double, _ source: String = source)
            -> ReferenceCheck
        {
            ReferenceCheck(
                "calibration error", quantity, source: source, expected: expected, obtained: obtained,
                tolerance: .decimals(4))
        }
        let curve = CalibrationBins(
            [0.1, 0.2, 0.3, 0.4, 0.65, 0.7, 0.8, 0.9, 1],
            [false, false, false, false, true, true, true, true, true], equalWidth: 3)
        return [
            check("two classes, l1", 0.29, two.expectedError),
            check("two classes, l2", 0.2918, two.rootMeanSquaredError),
            check("two classes, max", 0.3167, two.largestError),
            check("three classes, l1", 0.2, multiclass.expectedError),
            check("three classes, l2", 0.2082, multiclass.rootMeanSquaredError),
            check("three classes, max", 0.2333, multiclass.largestError),
        ]
            + zip(curve.bins, [(0, 0.2), (0.5, 0.525), (1, 0.85)]).enumerated().flatMap { place, pair in
                let source = "scikit-learn documentation, calibration_curve"
                return [
                    check("bin \(place + 1), frequency", pair.1.0, pair.0.frequency, source),
                    check("bin \(place + 1), mean forecast", pair.1.1, pair.0.meanForecast, source),
                ]
            }
    }

    private static var probabilities: [ReferenceCheck] {
        func binary(_ scores: [Double], _ labels: [Int]) -> Predictions {
            Predictions(probabilities: scores.flatMap { [1 - $0, $0] }, classes: 2, labels: labels)
        }
        let ranked = binary([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])
        return [
            ReferenceCheck(
                "Brier score", "two classes, half the sum over classes",
                source: "scikit-learn documentation, brier_score_loss",
                expected: 0.0375, obtained: BrierScore.value(binary([0.1, 0.9, 0.8, 0.3], [0, 1, 1, 0])) / 2),
            ReferenceCheck(
                "log loss", "two classes", source: "scikit-learn documentation, log_loss",
                expected: 0.21616187468057912,
                obtained: LogLoss.value(
                    Predictions(
                        probabilities: [0.1, 0.9, 0.9, 0.1, 0.8, 0.2, 0.35, 0.65], classes: 2,
                        labels: [1, 0, 0, 1]))),
            ReferenceCheck(
                "area under the ROC curve", "two classes",
                source: "scikit-learn documentation, roc_auc_score", expected: 0.75,
                obtained: AreaUnderROC.value(ranked)),
            ReferenceCheck(
                "average precision", "two classes",
                source: "scikit-learn documentation, average_precision_score", expected: 0.83,
                obtained: AveragePrecision.value(ranked), tolerance: .decimals(2)),
        ]
    }

    private static var labels: [ReferenceCheck] {
        func hard(_ predicted: [Int], _ labels: [Int], classes: Int) -> Predictions {
            Predictions(
                probabilities: predicted.flatMap { label in (0..<classes).map { $0 == label ? 1.0 : 0 } },
                classes: classes, labels: labels)
        }
        return [
            ReferenceCheck(
                "balanced accuracy", "two classes",
                source: "scikit-learn documentation, balanced_accuracy_score", expected: 0.625,
                obtained: BalancedAccuracy.value(hard([0, 1, 0, 0, 0, 1], [0, 1, 0, 0, 1, 0], classes: 2))),
            ReferenceCheck(
                "Matthews correlation", "two classes",
                source: "scikit-learn documentation, matthews_corrcoef", expected: -0.33,
                obtained: MatthewsCorrelation.value(hard([1, 0, 1, 1], [1, 1, 1, 0], classes: 2)),
                tolerance: .decimals(2)),
            ReferenceCheck(
                "Cohen's κ", "three classes", source: "scikit-learn documentation, cohen_kappa_score",
                expected: 0.6875,
                obtained: CohensKappa.value(hard([0, 2, 0, 1, 0], [0, 2, 0, 1, 2], classes: 3))),
        ]
    }

    private static var distributions: [ReferenceCheck] {
        let exact = Predictions(values: [0], truths: [0], residualScale: 1)
        return [
            ReferenceCheck(
                "CRPS", "standard normal at its mean: (√2 − 1)/√π",
                source: "Gneiting & Raftery 2007, eq. 21", expected: 0.233_694_977_255_109_12,
                obtained: ContinuousRankedProbabilityScore.value(exact))
        ]
    }
}
