import Numerics
import Primitives

/// Divisions that keep groups whole: patients, sites or domains are in one part only.
public struct GroupedSplit: SplitScheme {
    /// The declaration of `grouped`.
    public static let declaration = ComponentDeclaration(
        id: "grouped", family: "split",
        summary: "Whole groups go to one part: once, fold by fold, or one group at a time.",
        formula: "folds: seed s tests on fold s mod k of the partition drawn by seed ⌊s/k⌋; "
            + "leave_one_group_out: on group s mod G",
        citations: [
            "Roberts et al. 2017, Cross-validation strategies for data with temporal, spatial, hierarchical, or "
                + "phylogenetic structure, Ecography 40",
            "Pedregosa et al. 2011, Scikit-learn: Machine Learning in Python, GroupShuffleSplit, GroupKFold and "
                + "LeaveOneGroupOut",
        ],
        parameters: [
            SplitParameters.test(
                "The fraction of the rows that are tested on, as near as the groups, taken in random order, "
                    + "allow; without folds."),
            SplitParameters.validation(
                "The fraction of the rows for tuning and stopping, in whole groups too; with folds or one group "
                    + "at a time, of the rows that are not tested on; 0 for none."),
            .init(
                "folds", symbol: "k", .integer(2...100), optional: true,
                "The number of folds of groups, balanced by rows; none for a single division."),
            .init(
                "leave_one_group_out", .boolean, default: .boolean(false),
                "Whether each seed tests on one group: seed s on group s mod G."),
        ],
        remarks: [
            "The dataset must bring groups. Parts have as many rows as whole groups allow, so their sizes "
                + "depend on the seed.",
            "Classes are not stratified: a class that only occurs in one group can miss from training, which is "
                + "an error.",
        ])

    private enum Mode {
        case once(test: Double)
        case folds(Int)
        case oneGroup
    }

    private let mode: Mode
    private let validation: Double

    /// A grouped division; throws where the arguments contradict each other.
    public init(arguments: Arguments) throws(BenchError) {
        validation = arguments.real("validation")
        let leavesOneOut = arguments.boolean("leave_one_group_out")
        if let folds = arguments.optionalInteger("folds") {
            guard !leavesOneOut else {
                throw BenchError(
                    .usage, "folds and leave_one_group_out exclude each other",
                    remedy: "leave out one of the two")
            }
            mode = .folds(folds)
        } else if leavesOneOut {
            mode = .oneGroup
        } else {
            let test = arguments.real("test")
            try SplitParameters.checkFractions(test: test, validation: validation)
            mode = .once(test: test)
        }
    }

    /// The groups of the seed for testing, then groups for validation, the rest for training.
    public func split(_ dataset: Dataset, seed: Int) throws(BenchError) -> Split {
        guard let groups = dataset.roles.groups.map(GroupDraw.init) else {
            throw BenchError(
                .data, "dataset \"\(dataset.name)\" has no groups to keep whole",
                remedy: "name their column in the dataset's \"group\", or use another split")
        }
        try check(groups.rows.count, dataset)
        let (test, validation) = draw(groups, rows: dataset.rowCount, seed: seed)
        var parts = [Int](repeating: 0, count: groups.rows.count)
        for group in validation { parts[group] = 1 }
        for group in test { parts[group] = 2 }
        func rows(_ part: Int) -> [Int] {
            groups.rows.indices.filter { parts[$0] == part }.flatMap { groups.rows[$0] }
        }
        let split = Split(train: rows(0), validation: rows(1), test: rows(2))
        try split.check(
            on: dataset, needsValidation: self.validation > 0,
            classRemedy: "remove or merge the class, use smaller test and validation parts, or other groups")
        return split
    }

    private func draw(_ groups: GroupDraw, rows: Int, seed: Int) -> (test: [Int], validation: [Int]) {
        let needsValidation = validation > 0
        var stream: RandomStream
        let test: [Int]
        var rest: [Int]
        var target = validation * Double(rows)
        switch mode {
        case .once(let fraction):
            stream = RandomStream(seed: seed, name: "split")
            rest = stream.permutation(of: groups.rows.count)
            test = groups.take(
                nearest: fraction * Double(rows), from: &rest, reserve: needsValidation ? 2 : 1)
        case .folds(let count):
            let schedule = FoldSchedule(seed: seed, folds: count)
            stream = RandomStream(seed: schedule.repetition, name: "split")
            let folds = groups.folds(count, &stream)
            (test, rest) = (
                folds.indices.filter { folds[$0] == schedule.fold },
                folds.indices.filter { folds[$0] != schedule.fold }
            )
        case .oneGroup:
            let group = FoldSchedule(seed: seed, folds: groups.rows.count).fold
            (test, rest) = ([group], groups.rows.indices.filter { $0 != group })
        }
        guard needsValidation else { return (test, []) }
        if case .once = mode {
        } else {
            stream = RandomStream(seed: seed, name: "split/validation")
            rest = stream.shuffled(rest)
            target = validation * Double(rows - test.reduce(0) { $0 + groups.rows[$1].count })
        }
        return (test, groups.take(nearest: target, from: &rest, reserve: 1))
    }

    /// Throws unless there are groups for every part and fold.
    private func check(_ count: Int, _ dataset: Dataset) throws(BenchError) {
        let needed: Int
        let purpose: String
        switch mode {
        case .once, .oneGroup:
            needed = validation > 0 ? 3 : 2
            purpose = validation > 0 ? "training, validation and testing" : "training and testing"
        case .folds(let folds):
            needed = max(folds, validation > 0 ? 3 : 2)
            purpose = "\(folds) folds" + (validation > 0 ? " with validation" : "")
        }
        guard count >= needed else {
            throw BenchError(
                .data,
                "dataset \"\(dataset.name)\": \(count) \(count == 1 ? "group is" : "groups are") too few for "
                    + "\(purpose), which need \(needed)",
                remedy: "use more groups" + (validation > 0 ? ", fewer parts (validation: 0)" : "")
                    + (purpose.contains("folds") ? " or fewer folds" : ""))
        }
    }
}
