import Datasets
import Foundation
import Numerics
import Primitives
import Records
import Suites

/// Turns what a store has of a cell into a request that this program can train again.
public struct StoredCellRequest: Sendable {
    /// The folder that data files are looked for in; nil for where their suite found them.
    public var dataDirectory: String?

    /// Requests whose data lie in `dataDirectory`, or where their suite found them.
    public init(dataDirectory: String? = nil) { self.dataDirectory = dataDirectory }

    /// The request of the cell with this canonical specification, on the data of `dataset` as the suite at
    /// `suitePath` named them.
    ///
    /// Throws `.usage` where this program cannot make that cell, `.data` where the specification is damaged.
    public func request(
        _ specification: JSONValue, identity: CellIdentity, dataset: DatasetRecord, suitePath: String,
        label: String, keepsPredictions: Bool = false
    ) throws(BenchError) -> CellRequest {
        let read = try CellSpecification(
            reading: specification, datasetArguments: arguments(of: dataset),
            numericsVersion: NumericsVersion.current, vocabulary: Catalogue.vocabulary)
        let recipe = DatasetRecipe(
            label: dataset.label, use: read.dataset,
            baseDirectory: dataDirectory ?? Suite.baseDirectory(of: suitePath),
            corruptions: read.corruptions, split: read.split, preprocessing: read.preprocessing,
            suitePath: suitePath)
        return CellRequest(
            specification: read, identity: identity, recipe: recipe, label: label,
            keepsPredictions: keepsPredictions)
    }

    /// The arguments that name files.
    private static let files = ["path", "split_file"]

    /// The dataset's arguments, with its files in the folder that was asked for.
    ///
    /// A relative path is followed from there; where it leads nowhere, and for an absolute one, the file of the same
    /// name counts.
    private func arguments(of dataset: DatasetRecord) -> JSONValue {
        guard let dataDirectory, case .object(var members) = dataset.arguments else {
            return dataset.arguments
        }
        for name in Self.files {
            guard let path = members[name]?.text else { continue }
            let isThere =
                !path.hasPrefix("/")
                && FileManager.default.fileExists(atPath: dataDirectory + "/" + path)
            if !isThere { members[name] = .string(String(path.split(separator: "/").last ?? "")) }
        }
        return .object(members)
    }

    /// Loads the data of `request` and says whether they are those that its cell is about.
    ///
    /// Throws `.data` with what is missing or different.
    static func load(_ request: CellRequest) throws(BenchError) -> TreatedDataset {
        let remedy =
            "put back the file that was used, or name the folder that has it with --data DIR"
        let loaded: TreatedDataset.Loaded
        do throws(BenchError) {
            loaded = try TreatedDataset.load(request.recipe)
        } catch {
            guard error.exitCode == .data else { throw error }
            throw BenchError(
                .data,
                error.diagnostics.map { finding in
                    var finding = finding
                    finding.message = "the data of \"\(request.recipe.label)\": " + finding.message
                    finding.remedy = remedy
                    return finding
                })
        }
        let (present, stored) = (loaded.dataset.contentHash, request.specification.datasetHash)
        guard present == stored else {
            let place = request.recipe.use.arguments.optionalText("path").map { " (\($0))" } ?? ""
            throw BenchError(
                .data,
                "the data of \"\(request.recipe.label)\"\(place) are not those that the cell is about: their SHA-256 is "
                    + "\(present.short)…, that of the stored cell's is \(stored.short)…", remedy: remedy)
        }
        return try TreatedDataset(request.recipe, loaded, cache: PreparedCache())
    }
}
