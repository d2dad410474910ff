import Primitives

/// Rows with the same inputs, in the dataset and across the parts of its splits.
struct DuplicateRows: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "duplicate-rows", family: "data check",
        summary: "Rows repeat the inputs of others; worst where test rows also stand in training.",
        citations: ["Barz & Denzler 2020, Do we train on test data?, Journal of Imaging 6(6), 41"],
        parameters: [
            .init(
                "share", .real(.closed(0, 1)), default: .real(0.01),
                "The share of repeated rows, or of test rows that also stand in training, that is a warning.")
        ],
        remarks: ["Columns of few values must repeat; then it is a note."])

    private let share: Double

    init(arguments: Arguments) { share = arguments.real("share") }

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        let dataset = subject.dataset
        let groups = subject.rowGroups
        guard groups.repeats > 0 else { return [] }
        var message =
            "\(CheckText.count(groups.repeats, "row")) of \(dataset.rowCount) "
            + "(\(CheckText.percent(groups.repeats, of: dataset.rowCount))) "
            + (groups.repeats == 1 ? "repeats" : "repeat") + " the inputs of an earlier row"
        var severity = Diagnostic.Severity.note
        if Double(groups.repeats) > share * Double(dataset.rowCount) { severity = .warning }

        if let overlap = Overlap(groups, subject.splits) {
            message += overlap.text
            if overlap.most > share { severity = .warning }
            if overlap.least == 1 { severity = .error }
        }
        let isExpected = RowGroups.areCombinationsFew(dataset.columns)
        if isExpected {
            message += "; the columns have so few values that rows must repeat"
            severity = .note
        }
        return [
            DataFinding(
                Self.declaration.id, subject.severity(severity), message, at: subject.location,
                remedy: isExpected
                    ? "none is needed unless rows were copied"
                    : "remove copies from the file, or give copies a common group: a column named by group "
                        + "and protocol: {split: {scheme: grouped}}")
        ]
    }

    /// How many test rows of each split have the inputs of a training row.
    private struct Overlap {
        var least = 1.0
        var most = 0.0
        var text = ""

        init?(_ groups: RowGroups, _ splits: [Split]) {
            var shares: [(count: Int, rows: Int)] = []
            var mark = [Int32](repeating: -1, count: groups.first.count)
            for (index, split) in splits.enumerated() where !split.test.isEmpty {
                for row in split.train { mark[groups.first[row]] = Int32(index) }
                let count = split.test.count { mark[groups.first[$0]] == Int32(index) }
                shares.append((count, split.test.count))
                let share = Double(count) / Double(split.test.count)
                (least, most) = (min(least, share), max(most, share))
            }
            guard !shares.isEmpty else { return nil }
            guard most > 0 else {
                text = "; no test row of \(CheckText.count(shares.count, "split")) is among them"
                return
            }
            let worst = shares.max { $0.count * $1.rows < $1.count * $0.rows }!
            text =
                "; \(worst.count) of \(worst.rows) test rows (\(CheckText.percent(most))) also stand in training"
            if shares.count > 1 { text += " in the worst of \(shares.count) splits" }
        }
    }
}
