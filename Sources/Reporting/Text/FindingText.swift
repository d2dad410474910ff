/// How findings are worded where they stand out.
enum FindingText {
    /// The word that stands before the sentence.
    static func word(_ verdict: Finding.Verdict) -> String {
        switch verdict {
        case .better: "Better"
        case .worse: "Worse"
        case .equivalent: "Equivalent"
        case .undecided: "Undecided"
        case .notice: "Note"
        }
    }

    /// "Holds in 41 of 48 analyses."; nil where that was not tried.
    static func stability(_ finding: Finding) -> String? {
        finding.stability.map { "Holds in \($0.holds) of \($0.of) analyses." }
    }
}
