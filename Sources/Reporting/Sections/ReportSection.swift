/// A part of the report, made from the analysis.
///
/// A new part is a file and a line in `ReportSections.all`.
protocol ReportSection: Sendable {
    /// The id of its section, or what the ids of its sections begin with.
    static var id: String { get }
    /// Its sections; none where there is nothing to say.
    static func make(_ context: ReportContext) -> [Section]
}

/// What a section is made from.
struct ReportContext {
    let analysis: Analysis
    let input: ReportInput
    let options: ReportOptions
    /// How far the findings depend on how one looks at the numbers.
    let stability: StabilityAnalysis
}

/// The parts of a report, in reading order.
enum ReportSections {
    static let all: [any ReportSection.Type] = [
        VerdictSection.self,
        SetupSection.self,
        ResultsSection.self,
        AcrossSection.self,
        CalibrationSection.self,
        CostSection.self,
        LearningCurvesSection.self,
        SensitivitySection.self,
        StabilitySection.self,
        ReadingSection.self,
        FailuresSection.self,
        ProvenanceSection.self,
    ]
}

extension String {
    /// Lower-case letters and digits with single hyphens between them: "digits small, mlp" is "digits-small-mlp".
    var slug: String {
        var result = ""
        for character in lowercased() {
            if character.isLetter || character.isNumber {
                result.append(character)
            } else if !result.isEmpty, result.last != "-" {
                result.append("-")
            }
        }
        while result.last == "-" { result.removeLast() }
        return result
    }
}
