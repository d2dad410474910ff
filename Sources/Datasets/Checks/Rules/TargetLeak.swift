import Primitives

/// A single column that tells the target.
struct TargetLeak: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "leak", family: "data check",
        summary: "One column alone predicts the target almost perfectly, as if it were made from it.",
        formula: "classes: balanced accuracy of the best division of the column into as many intervals as "
            + "classes, or of its levels; numbers: |Spearman's ρ|, or η² of its levels",
        citations: [
            "Kaufman, Rosset, Perlich & Stitelman 2012, Leakage in data mining, ACM TKDD 6(4)",
            "Kapoor & Narayanan 2023, Leakage and the reproducibility crisis in machine-learning-based "
                + "science, Patterns 4(9)",
        ],
        parameters: [
            .init(
                "accuracy", .real(.closed(0, 1)), default: .real(0.99),
                "The balanced accuracy from which a column is named."),
            .init(
                "correlation", .real(.closed(0, 1)), default: .real(0.999),
                "The |rank correlation|, or η², from which a column is named."),
            .init(
                "rows", .integer(100...1_000_000), default: .integer(20_000),
                "The most rows that are looked at, spread over the file."),
        ],
        remarks: [
            "A column that equals the target, but for its names or its unit, is an error.",
            "Classes of fewer than 5 rows count for nothing, for a few rows stand apart by chance.",
        ])

    private let accuracy: Double
    private let correlation: Double
    private let rows: Int

    init(arguments: Arguments) {
        accuracy = arguments.real("accuracy")
        correlation = arguments.real("correlation")
        rows = arguments.integer("rows")
    }

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        let dataset = subject.dataset
        let sample = RowSample.rows(of: dataset.rowCount, atMost: rows)
        let verdicts: [Verdict?]
        switch dataset.target {
        case .classes(let codes):
            guard let (_, counts) = subject.classCounts,
                let predictor = SingleColumnClassifier(sample.map { codes[$0] }, classes: counts.count)
            else { return [] }
            let constant = CheckText.percent(counts.max()!, of: dataset.rowCount)
            verdicts = dataset.columns.map { column in
                let cells = column.taking(rows: sample)
                let found = predictor.accuracy(of: cells)
                guard found >= accuracy else { return nil }
                if found == 1, isRenaming(column, codes, counts) {
                    return Verdict(.error, "is the target under other names: each value stands for one class")
                }
                return Verdict(
                    .warning,
                    "alone predicts the class with a balanced accuracy of \(CheckText.percent(found)) "
                        + "(a constant: \(CheckText.percent(1.0 / Double(predictor.classes))), and "
                        + "\(constant) of the rows)")
            }
        case .values(let values):
            verdicts = dataset.columns.map { regression($0, values, sample) }
        }
        return zip(dataset.columns, verdicts).compactMap { column, verdict in
            guard let verdict else { return nil }
            return DataFinding(
                Self.declaration.id, subject.severity(verdict.severity), columns: [column.name],
                "column \"\(CheckText.clipped(column.name))\" " + verdict.text, at: subject.location,
                remedy: "set \(CheckText.exclude([column.name])) unless it is known when a prediction is made"
            )
        }
    }

    private struct Verdict {
        let severity: Diagnostic.Severity
        let text: String

        init(_ severity: Diagnostic.Severity, _ text: String) {
            self.severity = severity
            self.text = text
        }
    }

    /// Whether the column's values and the classes stand for each other, one to one, in every row.
    private func isRenaming(_ column: FeatureColumn, _ codes: [Int], _ counts: [Int]) -> Bool {
        guard column.missingCount == 0 else { return false }
        var classOf: [UInt64: Int] = [:]
        for row in codes.indices {
            let key = column.key(row)
            if classOf[key, default: codes[row]] != codes[row] { return false }
            classOf[key] = codes[row]
            if classOf.count > counts.count { return false }
        }
        return classOf.count == counts.count { $0 > 0 }
    }

    private func regression(_ column: FeatureColumn, _ values: [Double], _ sample: [Int]) -> Verdict? {
        switch column.values {
        case .numeric(let numbers):
            let present = sample.filter { !numbers[$0].isNaN }
            guard present.count >= 30, 2 * present.count >= sample.count else { return nil }
            let rho = RankCorrelation.spearman(present.map { numbers[$0] }, present.map { values[$0] })
            guard abs(rho) >= correlation else { return nil }
            let all = values.indices.filter { !numbers[$0].isNaN }
            let r = RankCorrelation.pearson(all.map { numbers[$0] }, all.map { values[$0] })
            if abs(r) >= 1 - 1e-12, all.count == values.count {
                return Verdict(
                    .error, "is the target in another unit: a·target + b (Pearson's r \(r < 0 ? -1 : 1))")
            }
            return Verdict(
                .warning,
                "alone gives the order of the targets: Spearman's ρ \(CheckText.number(rho, 5)), Pearson's r "
                    + "\(CheckText.number(r, 5)) (a constant: 0)")
        case .categorical(let codes, let levels):
            guard levels.count * 5 <= sample.count, sample.count >= 30 else { return nil }
            var sums = [(count: Double, sum: Double)](repeating: (0, 0), count: levels.count + 1)
            let mean = sample.reduce(0) { $0 + values[$1] / Double(sample.count) }
            for row in sample {
                let level = Int(codes[row] < 0 ? Int32(levels.count) : codes[row])
                sums[level] = (sums[level].count + 1, sums[level].sum + (values[row] - mean))
            }
            let total = sample.reduce(0) { $0 + (values[$1] - mean) * (values[$1] - mean) }
            let between = sums.reduce(0) { $1.count > 0 ? $0 + $1.sum * $1.sum / $1.count : $0 }
            guard total > 0, between / total >= correlation else { return nil }
            return Verdict(
                .warning,
                "alone tells the target: its levels explain \(CheckText.percent(min(1, between / total))) of the "
                    + "variance (a constant: 0 %)")
        }
    }
}
