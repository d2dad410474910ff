import Primitives

/// Groups, times and given parts that a split does not respect.
struct SplitRoles: DataCheck {
    static let declaration = ComponentDeclaration(
        id: "split-roles", family: "data check",
        summary:
            "A split divides groups, tests on earlier rows than it trains on, or is not the one that the dataset brings.",
        citations: [
            "Roberts et al. 2017, Cross-validation strategies for data with temporal, spatial, hierarchical, "
                + "or phylogenetic structure, Ecography 40(8)"
        ])

    init(arguments: Arguments) {}

    func findings(_ subject: CheckSubject) -> [DataFinding] {
        let roles = subject.dataset.roles
        var findings: [DataFinding] = []
        func report(_ message: String, scheme: String) {
            findings.append(
                DataFinding(
                    Self.declaration.id, subject.severity(.warning), message, at: subject.location,
                    remedy:
                        "set protocol: {split: {scheme: \(scheme)}}, unless this is what is to be measured"))
        }
        if let given = roles.split, let worst = worst(subject.splits, { Self.strangers(in: $0, given) }) {
            report(
                "\(worst.count) of \(worst.total) test rows are not tested on in the split that the dataset "
                    + "brings", scheme: "given")
        }
        if let groups = roles.groups {
            let worst = worst(subject.splits) { split in
                let trained = Set(split.train.map { groups.codes[$0] })
                let tested = Set(split.test.map { groups.codes[$0] })
                return (tested.intersection(trained).count, tested.count)
            }
            if let worst {
                report(
                    "\(worst.count) of \(worst.total) groups of the test rows are trained on too",
                    scheme: "grouped")
            }
        }
        if let times = roles.times {
            let worst = worst(subject.splits) { split in
                guard let first = split.test.map({ times[$0] }).min() else { return (0, 0) }
                return (split.train.count { times[$0] > first }, split.train.count)
            }
            if let worst {
                report(
                    "\(worst.count) of \(worst.total) training rows are later than the first test row",
                    scheme: "temporal")
            }
        }
        return findings
    }

    /// The test rows that the dataset's own split does not test on, or not together with most of the others.
    private static func strangers(in split: Split, _ given: RowRoles.GivenSplit) -> (Int, Int) {
        switch given {
        case .parts(let parts): return (split.test.count { parts[$0] != .test }, split.test.count)
        case .folds(let folds, let count):
            var rows = [Int](repeating: 0, count: count)
            for row in split.test { rows[Int(folds[row])] += 1 }
            return (split.test.count - (rows.max() ?? 0), split.test.count)
        }
    }

    /// The first of the largest counts; nil where all are 0.
    private func worst(_ splits: [Split], _ count: (Split) -> (Int, Int)) -> (count: Int, total: Int)? {
        var worst: (count: Int, total: Int)?
        for split in splits {
            let (number, total) = count(split)
            if number > worst?.count ?? 0 { worst = (number, total) }
        }
        return worst
    }
}
