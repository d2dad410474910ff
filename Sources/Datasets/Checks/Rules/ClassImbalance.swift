import Primitives

/// A class that is so rare that accuracy says nothing.
struct ClassImbalance: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "imbalance", family: "data check",
        summary: "The classes are so unequal that a constant prediction looks accurate.",
        formula:
            "n of the largest class / n of the smallest > ratio, or n of the smallest · classes / n < share",
        citations: ["He & Garcia 2009, Learning from imbalanced data, IEEE TKDE 21(9), sec. 2"],
        parameters: [
            .init(
                "ratio", .real(.closed(1, 1e9)), default: .real(100),
                "The ratio of the largest to the smallest class above which they are too unequal."),
            .init(
                "share", .real(.closed(0, 1)), default: .real(0.02),
                "The share of the smallest class, as a part of an equal share, below which it is too rare: "
                    + "0.02 is 1 % of two classes."),
        ])

    private let ratio: Double
    private let share: Double

    init(arguments: Arguments) {
        ratio = arguments.real("ratio")
        share = arguments.real("share")
    }

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        guard let (names, counts) = subject.classCounts else { return [] }
        let present = names.indices.filter { counts[$0] > 0 }
        guard let smallest = present.min(by: { counts[$0] < counts[$1] }),
            let largest = present.max(by: { counts[$0] < counts[$1] })
        else { return [] }
        let rows = subject.dataset.rowCount
        let observed = Double(counts[largest]) / Double(counts[smallest])
        let isRare = Double(counts[smallest]) * Double(present.count) < share * Double(rows)
        guard observed > ratio || isRare else { return [] }
        return [
            DataFinding(
                Self.declaration.id, subject.severity(.warning),
                "class \"\(CheckText.clipped(names[smallest]))\" has \(counts[smallest]) of \(rows) rows "
                    + "(\(CheckText.percent(counts[smallest], of: rows))), 1 to \(CheckText.number(observed)) of "
                    + "\"\(CheckText.clipped(names[largest]))\": always predicting that is "
                    + "\(CheckText.percent(counts[largest], of: rows)) accurate",
                at: subject.location,
                remedy: "judge by protocol: {primary_metric: log_loss} rather than accuracy, and merge or "
                    + "collect more of the rare class")
        ]
    }
}
