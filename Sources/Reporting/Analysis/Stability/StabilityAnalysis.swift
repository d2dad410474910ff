import Primitives
import Records
import Statistics

/// In how many of the analyses that one could have made as well the findings of a report hold.
struct StabilityAnalysis {
    /// At most so many findings are tried.
    static let mostClaims = 60
    /// Tables with more rows are left alone, since the report must not take much longer for it.
    static let mostRows = 200_000

    /// The findings that were tried, in the order of the report.
    let claims: [StabilityClaim]
    /// Decided contrasts that were not tried because they are too many.
    let untried: Int
    private let places: [StabilityClaim.Subject: Int]
    /// What the findings of the report are about, by their ids.
    private let subjects: [String: [StabilityClaim.Subject]]

    init(_ analysis: Analysis, _ input: ReportInput) {
        let decided = analysis.panels.flatMap { panel in
            panel.contrasts.filter { analysis.isSignificant($0) || analysis.isEquivalent($0) }
                .map { (panel: panel, method: $0) }
        }
        let isSmall = input.rows.count <= Self.mostRows
        var claims: [StabilityClaim] = []
        if isSmall {
            claims = decided.prefix(Self.mostClaims).compactMap {
                ContrastStability($0.method, in: $0.panel, analysis)?.claim()
            }
            for group in Grouping(analysis.panels.filter { $0.metric != nil }, by: \.metric!).groups {
                claims += DatasetStability(group.values, group.key, analysis)?.claims() ?? []
            }
        }
        untried = isSmall ? max(0, decided.count - Self.mostClaims) : decided.count
        var places: [StabilityClaim.Subject: Int] = [:]
        for (place, claim) in claims.enumerated() { places[claim.subject] = place }
        var subjects: [String: [StabilityClaim.Subject]] = [:]
        for (panel, method) in decided {
            let subject = StabilityClaim.Subject.panel(panel.id, method: method.label)
            subjects["\(panel.id)-\(method.label.slug)"] = [subject]
            subjects["verdict-\(method.label.slug)", default: []].append(subject)
        }
        for case .datasets(let metric, let method) in claims.map(\.subject) {
            subjects["across-\(metric.slug)-\(method.slug)"] = [.datasets(metric: metric, method: method)]
        }
        self.claims = claims
        self.places = places
        self.subjects = subjects
    }

    /// For a contrast of a panel; nil where it was not tried.
    func of(panel id: String, method: String) -> Finding.Stability? {
        stability([.panel(id, method: method)])
    }

    /// For a method against the baseline over datasets; nil where it was not tried.
    func overDatasets(metric: String, method: String) -> Finding.Stability? {
        stability([.datasets(metric: metric, method: method)])
    }

    /// The sum over several findings; nil where one of them was not tried, or nothing could be tried.
    private func stability(_ subjects: [StabilityClaim.Subject]) -> Finding.Stability? {
        var sum = Finding.Stability(holds: 0, of: 0)
        for subject in subjects {
            guard let place = places[subject] else { return nil }
            sum.holds += claims[place].stability.holds
            sum.of += claims[place].stability.of
        }
        return sum.of > 0 ? sum : nil
    }

    /// The section with its findings told how stable they are.
    ///
    /// A finding on a method in several panels ("verdict-dropout") has the sum over its decided contrasts.
    func annotated(_ section: Section) -> Section {
        var section = section
        section.blocks = section.blocks.map { block in
            guard case .findings(var findings) = block else { return block }
            for index in findings.indices {
                findings[index].stability = subjects[findings[index].id].flatMap(stability)
            }
            return .findings(findings)
        }
        return section
    }
}
