import Datasets
import Primitives

/// Accuracy against confidence, bin by bin: what a reliability diagram draws.
struct ReliabilityEvaluation: Evaluation {
    static let declaration = ComponentDeclaration(
        id: "reliability", family: "evaluations",
        summary: "Confidence and accuracy in bins of the confidence: the reliability diagram.",
        formula: "of the rows with max_k p_k in ((b−1)/M, b/M]: their mean confidence, accuracy and share",
        citations: [
            "DeGroot & Fienberg 1983, The comparison and evaluation of forecasters",
            "Niculescu-Mizil & Caruana 2005, Predicting good probabilities with supervised learning, section 4",
        ],
        parameters: [
            ParameterDeclaration(
                "bins", symbol: "M", .integer(1...99), default: .integer(CalibrationBins.usual),
                "How many bins of equal width.")
        ],
        purpose: "Shows where a model is over- or underconfident, which the calibration error sums up.",
        remarks: [
            "Values: `reliability/bin_01/confidence`, `…/accuracy`, `…/share` and so on; an empty bin has its share, 0, alone."
        ], tasks: [.classification])

    private let bins: Int

    init(arguments: Arguments) { bins = arguments.integer("bins") }

    func values(_ subject: EvaluationSubject) -> [(name: String, value: Double)] {
        let (forecasts, events) = subject.predictions().confidences
        let found = CalibrationBins(forecasts, events, equalWidth: bins).bins
        return found.enumerated().flatMap { index, bin in
            let name = "bin_\(index < 9 ? "0" : "")\(index + 1)"
            let share = [("\(name)/share", Double(bin.count) / Double(forecasts.count))]
            guard bin.count > 0 else { return share }
            return [("\(name)/confidence", bin.meanForecast), ("\(name)/accuracy", bin.frequency)] + share
        }
    }
}
