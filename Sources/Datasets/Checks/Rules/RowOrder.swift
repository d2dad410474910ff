import Primitives

/// Rows in an order that tells their target.
struct RowOrder: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "row-order", family: "data check",
        summary: "Rows are sorted by the target, or neighbours have it in common more often than by chance.",
        formula: "classes: runs of one class, standardised by their mean and variance over all orders; "
            + "numbers: Spearman's ρ with the row number",
        citations: ["Mood 1940, The distribution theory of runs, Annals of Mathematical Statistics 11(4)"],
        parameters: [
            .init(
                "z", .real(.closed(1, 1e6)), default: .real(8),
                "How many standard deviations fewer runs than expected are named."),
            .init(
                "correlation", .real(.closed(0, 1)), default: .real(0.95),
                "The rank correlation of target and row number that is named."),
        ])

    private let bound: Double
    private let correlation: Double

    init(arguments: Arguments) {
        bound = arguments.real("z")
        correlation = arguments.real("correlation")
    }

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        // Generators may well make one class after the other.
        guard subject.isFile, subject.dataset.rowCount >= 20 else { return [] }
        let message: String
        switch subject.dataset.target {
        case .classes(let codes):
            guard let (names, counts) = subject.classCounts else { return [] }
            let runs = 1 + codes.indices.dropFirst().count { codes[$0] != codes[$0 - 1] }
            guard let (expected, deviation) = Self.runs(counts), Double(runs) < expected - bound * deviation
            else { return [] }
            let present = counts.count { $0 > 0 }
            let isSorted = runs == present
            message =
                isSorted
                ? "the rows are sorted by class: \(CheckText.list(names)) one after the other"
                : "the rows stand in \(runs) runs of one class each, where \(CheckText.number(expected)) are "
                    + "expected of a random order"
        case .values(let values):
            let rows = RowSample.rows(of: values.count, atMost: 100_000)
            let rho = RankCorrelation.spearman(rows.map(Double.init), rows.map { values[$0] })
            guard abs(rho) >= correlation else { return [] }
            message =
                "the target \(rho > 0 ? "rises" : "falls") with the row number (Spearman's ρ "
                + "\(CheckText.number(rho)))"
        }
        return [
            DataFinding(
                Self.declaration.id, .note, message, at: subject.location,
                remedy: "never split such a file by position; if the order is time, name it by time and use "
                    + "protocol: {split: {scheme: temporal}}")
        ]
    }

    /// The mean and standard deviation of the number of runs over all orders of rows with these class counts.
    ///
    /// Nil where every order has as many.
    static func runs(_ counts: [Int]) -> (mean: Double, deviation: Double)? {
        let n = counts.reduce(0) { $0 + Double($1) }
        let squares = counts.reduce(0) { $0 + Double($1) * Double($1) }
        let cubes = counts.reduce(0) { $0 + Double($1) * Double($1) * Double($1) }
        let mean = (n * (n + 1) - squares) / n
        let variance =
            (squares * (squares + n * (n + 1)) - 2 * n * cubes - n * n * n) / (n * n * (n - 1))
        return variance > 0 ? (mean, variance.squareRoot()) : nil
    }
}
