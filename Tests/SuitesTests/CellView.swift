import Primitives
import Records

/// A cell as the tests look at it.
struct CellView: Hashable {
    let labels: [String]
    let seed: Int
    let identity: CellIdentity
    let specification: CellSpecification

    init(_ cell: PlannedCell) {
        labels = [cell.datasetLabel, cell.modelLabel, cell.methodLabel]
        seed = cell.specification.seed
        identity = cell.identity
        specification = cell.specification
    }

    /// Dataset, model, method and seed on one line.
    var line: String { (labels + [String(seed)]).joined(separator: " | ") }
}
