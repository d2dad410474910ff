import Datasets
import Primitives
import Suites

extension SuitePlan {
    /// More splits of a dataset than this are not looked at: what is wrong shows in the first ones.
    public static var mostCheckedSplits: Int { 10 }

    /// Every dataset of the suite with the splits of its first seeds, undamaged.
    public func checkSubjects() throws(BenchError) -> [CheckSubject] {
        try suite.datasets.map { entry throws(BenchError) in
            let splits = try suite.seeds.prefix(Self.mostCheckedSplits).map { seed throws(BenchError) in
                try library.split(entry.label, seed: seed)
            }
            var location: Diagnostic.Location?
            if case .text(let path)? = entry.use.arguments.values["path"] { location = .init(file: path) }
            return CheckSubject(
                library.dataset(entry.label), at: location, splits: splits,
                isFile: library.isFile(entry.label))
        }
    }

    /// What the checks find, without what the suite allows.
    public func dataChecks(includesNotes: Bool = false) throws(BenchError) -> DataCheckReport {
        DataCheckReport(
            try checkSubjects(), includesNotes: includesNotes,
            allowing: Dictionary(
                suite.datasets.map { ($0.label, Set($0.allowed)) }, uniquingKeysWith: { $0.union($1) }))
    }
}
