import Datasets
import Primitives
import Suites

extension SuitePlan {
    /// More splits of a dataset than this are not looked at: what is wrong shows in the first ones.
    public static var mostCheckedSplits: Int { 10 }

    /// Every dataset of the suite with the splits of its first seeds, for a `DataCheckReport`.
    public func checkSubjects() throws(BenchError) -> [CheckSubject] {
        try suite.datasets.map { entry throws(BenchError) in
            let dataset = library.dataset(entry.label)
            let splits = try suite.seeds.prefix(Self.mostCheckedSplits).map { seed throws(BenchError) in
                try library.split(dataset, seed: seed)
            }
            let isFile = DatasetCatalogue.source(entry.use.id).map {
                DataSelection.isFileKind($0.declaration)
            }
            var location: Diagnostic.Location?
            if case .text(let path)? = entry.use.arguments.values["path"] { location = .init(file: path) }
            return CheckSubject(dataset, at: location, splits: splits, isFile: isFile ?? false)
        }
    }
}
