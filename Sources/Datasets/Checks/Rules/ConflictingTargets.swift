import Numerics
import Primitives

/// Rows with the same inputs and other targets: nobody can predict all of them.
struct ConflictingTargets: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "conflicting-targets", family: "data check",
        summary: "Rows with the same inputs have different targets, which limits every method.",
        formula: "most accuracy = Σ over groups of equal inputs of the largest class count / n; "
            + "least RMSE = √(Σ (y − mean of the group)² / n)",
        citations: ["Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning, sec. 2.4"],
        parameters: [
            .init(
                "share", .real(.closed(0, 1)), default: .real(0.01),
                "A loss of accuracy, or of the target's variance, above this is a warning.")
        ],
        remarks: ["The limit holds for these rows, for a method that knows their targets."])

    private let share: Double

    init(arguments: Arguments) { share = arguments.real("share") }

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        let dataset = subject.dataset
        let groups = subject.rowGroups
        guard groups.repeats > 0 else { return [] }
        // The rows of one group after another: by first row, then in the order of rows.
        var members: [Int: [Int]] = [:]
        for (row, first) in groups.first.enumerated() where row != first {
            members[first, default: [first]].append(row)
        }
        let sets = members.keys.sorted().map { members[$0]! }
        let loss: Double
        let text: String
        var conflicting = 0
        switch dataset.target {
        case .classes(let codes):
            var wrong = 0
            for rows in sets {
                var counts: [Int: Int] = [:]
                for row in rows { counts[codes[row], default: 0] += 1 }
                if counts.count > 1 { conflicting += rows.count }
                wrong += rows.count - counts.values.max()!
            }
            loss = Double(wrong) / Double(dataset.rowCount)
            text = "no method can be right on more than \(CheckText.percent(1 - loss)) of the rows"
        case .values(let values):
            var within = StableSum()
            for rows in sets {
                let mean = StableSum.of(rows.lazy.map { values[$0] / Double(rows.count) })
                if rows.contains(where: { values[$0] != values[rows[0]] }) { conflicting += rows.count }
                for row in rows { within.add((values[row] - mean) * (values[row] - mean)) }
            }
            let mean = StableSum.of(values.lazy.map { $0 / Double(values.count) })
            let total = StableSum.of(values.lazy.map { ($0 - mean) * ($0 - mean) })
            loss = total > 0 ? within.value / total : 0
            let error = (within.value / Double(dataset.rowCount)).squareRoot()
            text =
                "no method can reach a root mean squared error below \(CheckText.number(error)) on these rows "
                + "(R² above \(CheckText.number(1 - loss, 4)))"
        }
        guard conflicting > 0 else { return [] }
        let isExpected = loss <= share || RowGroups.areCombinationsFew(dataset.columns)
        return [
            DataFinding(
                Self.declaration.id, subject.severity(isExpected ? .note : .warning),
                "\(CheckText.count(conflicting, "row")) share their inputs with a row of another target: \(text)",
                at: subject.location,
                remedy: "add the column that tells them apart, correct the labels, or read results against "
                    + "this limit")
        ]
    }
}
