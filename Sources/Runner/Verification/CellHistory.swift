import Foundation
import Primitives
import Records
import Store
import Suites

/// Everything that a store has of one cell.
public struct CellHistory: Sendable {
    /// The cell.
    public let cell: StoredCell
    /// What the cell is, in canonical form.
    public let specification: JSONValue
    /// Where experiments ask for it, oldest first.
    public let places: [CellPlace]
    /// The attempts at it, oldest first.
    public let attempts: [StoredAttempt]
    /// Where the chosen experiment asks for it, by default the latest; nil where none does.
    public let place: CellPlace?

    /// What `store` has of the cell `identity`, seen from `experiment` (nil for the latest that asks for it).
    ///
    /// Throws `.usage` where the store does not know the cell, or the experiment does not ask for it.
    public init(
        _ identity: CellIdentity, in store: Store, experiment: StoredExperiment? = nil
    ) throws(BenchError) {
        guard let cell = try store.cells(matching: identity.description).first else {
            throw BenchError(.usage, "the store \"\(store.path)\" has no cell \(identity)")
        }
        self.cell = cell
        do {
            specification = try JSONParser.parse(cell.specification)
        } catch {
            throw BenchError(.data, "the store \"\(store.path)\" is damaged: the cell \(identity): \(error)")
        }
        places = try store.places(of: identity)
        attempts = try store.attempts(of: identity)
        guard let experiment else {
            place = places.last
            return
        }
        place = places.last { $0.experiment.id == experiment.id }
        if place == nil {
            let names = places.map { "\($0.experiment.id) (\($0.experiment.record.name))" }
            throw BenchError(
                .usage, "the experiment \"\(experiment.record.name)\" does not ask for the cell \(identity)",
                remedy: names.isEmpty
                    ? "no experiment does" : "experiments that do: " + names.joined(separator: ", "))
        }
    }

    /// The attempt that counts; nil where none was made.
    public var current: StoredAttempt? { attempts.first(where: \.isCurrent) }

    /// What people call it: `dataset / model / method / seed n` in the experiment of `place`.
    public var label: String {
        guard let place else { return "a cell of no experiment" }
        return Self.label(place, seed: cell.seed)
    }

    static func label(_ place: CellPlace, seed: Int) -> String {
        "\(place.labels.dataset) / \(place.labels.model) / \(place.labels.method) / seed \(seed)"
    }

    /// The latest place whose data file is where its suite found it; the latest of all where there is none such.
    private func bestPlace(_ dataDirectory: String?) -> CellPlace? {
        guard dataDirectory == nil else { return place }
        return places.last { place in
            guard let path = place.dataset.arguments["path"]?.text else { return true }
            let folder = Suite.baseDirectory(of: place.experiment.record.suitePath)
            return FileManager.default.fileExists(atPath: path.hasPrefix("/") ? path : folder + "/" + path)
        } ?? place
    }

    /// The request that trains it again, its data in `dataDirectory` or where the latest suite found them.
    ///
    /// Throws `.usage` where this program cannot make the cell.
    public func request(dataDirectory: String?, keepsPredictions: Bool? = nil) throws(BenchError)
        -> CellRequest
    {
        guard let place = bestPlace(dataDirectory) else {
            throw BenchError(.data, "no experiment of the store asks for the cell \(cell.identity)")
        }
        return try StoredCellRequest(dataDirectory: dataDirectory).request(
            specification, identity: cell.identity, dataset: place.dataset,
            suitePath: place.experiment.record.suitePath, label: label,
            keepsPredictions: keepsPredictions ?? (current?.outcome.predictions.isEmpty == false))
    }
}
