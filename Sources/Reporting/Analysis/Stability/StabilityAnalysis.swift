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
        self.claims = claims
        self.places = places
    }

    /// For a contrast of a panel; nil where it was not tried.
    func of(panel id: String, method: String) -> Finding.Stability? {
        stability(.panel(id, method: method))
    }

    /// For a method against the baseline over datasets; nil where it was not tried.
    func overDatasets(metric: String, method: String) -> Finding.Stability? {
        stability(.datasets(metric: metric, method: method))
    }

    private func stability(_ subject: StabilityClaim.Subject) -> Finding.Stability? {
        guard let place = places[subject] else { return nil }
        let stability = claims[place].stability
        return stability.of > 0 ? stability : nil
    }
}
