import Primitives
import Records

/// How the cells of one baseline differ from those of another of the same name.
public struct BaselineChange: Sendable, Hashable {
    /// Cells that only the new one has.
    public private(set) var added = 0
    /// Cells that only the old one has.
    public private(set) var removed = 0
    /// Cells of both, by names and seed, with another configuration, ending, value or digest.
    public private(set) var changed = 0
    /// Cells of both that are the same to the last bit.
    public private(set) var same = 0

    /// The change from `old` to `new`.
    public init(from old: Baseline, to new: Baseline) {
        let (before, after) = (Self.cells(of: old), Self.cells(of: new))
        for (key, cell) in after {
            guard let other = before[key] else {
                added += 1
                continue
            }
            if other == cell { same += 1 } else { changed += 1 }
        }
        removed = before.keys.count { after[$0] == nil }
    }

    /// Whether no cell differs.
    public var isNone: Bool { added == 0 && removed == 0 && changed == 0 }

    /// The change in words: "2 cells added, 1 changed".
    public var text: String {
        if isNone { return "the same cells to the last bit" }
        let parts = [(added, "added"), (removed, "removed"), (changed, "changed"), (same, "unchanged")]
            .filter { $0.0 > 0 }
        return parts.enumerated().map { index, part in
            let noun = index > 0 ? "" : part.0 == 1 ? " cell" : " cells"
            return "\(part.0)\(noun) \(part.1)"
        }.joined(separator: ", ")
    }

    private struct Key: Hashable {
        var labels: GateMeasurements.Labels
        var seed: Int
    }

    /// What is compared of a cell: bits, so that a NaN equals itself.
    private struct Contents: Hashable {
        var identity: CellIdentity
        var status: Status.Kind
        var values: [ResultTable.Measure: UInt64]
        var digest: Digest?
    }

    private static func cells(of baseline: Baseline) -> [Key: Contents] {
        var cells: [Key: Contents] = [:]
        for configuration in baseline.measurements.configurations {
            for cell in configuration.cells {
                cells[Key(labels: configuration.labels, seed: cell.seed)] = Contents(
                    identity: cell.identity, status: cell.status.kind,
                    values: cell.values.mapValues { $0.isNaN ? Double.nan.bitPattern : $0.bitPattern },
                    digest: cell.parametersDigest)
            }
        }
        return cells
    }
}
