import Primitives
import Records

/// What a report says of cells that did not give the same bits twice.
public enum ConflictNotice {
    private static let mostNamed = 3

    /// The sentence; nil where there is no such cell.
    public static func sentence(_ cells: [CellIdentity]) -> String? {
        guard !cells.isEmpty else { return nil }
        let names = cells.map(\.digest.short)
        return
            "\(Phrases.count(cells.count, "cell")) \(cells.count == 1 ? "has" : "have") completed attempts with "
            + "different bits (\(Phrases.list(names, most: mostNamed))); the latest counts here, and "
            + "`bench why CELL` shows them all. Until that is explained, believe none of the numbers."
    }
}
