import Primitives

/// Datasets that are the same under other names: a rule on several datasets at once.
public enum IdenticalDatasets {
    /// The id of its findings.
    public static let id = "identical-datasets"

    /// The pairs of equal datasets, each with the first of them, in the order of `subjects`.
    ///
    /// The order of rows and columns, the names of columns and of the dataset count for nothing. That a file
    /// is named twice is a note; that two files hold the same is a warning, for they count twice in every mean
    /// over datasets.
    public static func findings(_ subjects: [CheckSubject]) -> [(subject: Int, finding: DataFinding)] {
        let prints = subjects.map { DatasetFingerprint($0.dataset) }
        return subjects.indices.compactMap { index in
            let (subject, own) = (subjects[index], prints[index])
            if let first = prints[..<index].firstIndex(where: { $0.whole == own.whole }) {
                let isSameFile = subjects[first].dataset.contentHash == subject.dataset.contentHash
                return (
                    index,
                    DataFinding(
                        id, isSameFile ? .note : subject.severity(.warning),
                        "the same \(CheckText.count(subject.dataset.rowCount, "row")) and "
                            + CheckText.count(subject.dataset.columns.count, "column")
                            + " as dataset \"\(CheckText.clipped(subjects[first].dataset.name))\", in whatever order",
                        at: subject.location,
                        remedy: "leave one of them out: in a mean over datasets it counts twice")
                )
            }
            if let first = prints[..<index].firstIndex(where: { $0.inputs == own.inputs }) {
                return (
                    index,
                    DataFinding(
                        id, .note,
                        "the same inputs as dataset \"\(CheckText.clipped(subjects[first].dataset.name))\" with "
                            + "another target",
                        at: subject.location, remedy: "none is needed; the two are no independent evidence")
                )
            }
            return nil
        }
    }
}

/// A hash of a dataset's content that does not depend on the order of its rows and columns, or on their names.
struct DatasetFingerprint: Sendable, Hashable {
    /// Of the inputs alone: 128 bits.
    let inputs: SIMD2<UInt64>
    /// Of inputs and targets.
    let whole: SIMD2<UInt64>

    /// The fingerprint; in time proportional to the number of cells.
    ///
    /// A column is known by the multiset of its cells, a row by the multiset of its cells with their columns,
    /// the dataset by the multiset of its rows. Constant columns count for nothing. Two sums of other hashes of
    /// the same make 128 bits.
    init(_ dataset: Dataset) {
        let count = dataset.rowCount
        var rows = [UInt64](repeating: 0, count: count)
        for column in dataset.columns {
            let cells: [UInt64]
            switch column.values {
            case .numeric(let numbers): cells = numbers.map { StableHash.mix(StableHash.bits($0)) }
            case .categorical(let codes, let levels):
                let hashes = levels.map(StableHash.text)
                cells = codes.map { $0 < 0 ? StableHash.mix(1) : hashes[Int($0)] }
            }
            guard cells.contains(where: { $0 != cells[0] }) else { continue }
            let column = StableHash.mix(cells.reduce(0) { $0 &+ StableHash.mix($1) })
            for row in 0..<count { rows[row] &+= StableHash.combine(column, cells[row]) }
        }
        inputs = Self.sum(rows)
        switch dataset.target {
        case .values(let values):
            for row in 0..<count { rows[row] = StableHash.combine(rows[row], StableHash.bits(values[row])) }
        case .classes(let codes):
            guard case .classification(let classes) = dataset.task else { break }
            let hashes = classes.map(StableHash.text)
            for row in 0..<count { rows[row] = StableHash.combine(rows[row], hashes[codes[row]]) }
        }
        whole = Self.sum(rows)
    }

    private static func sum(_ rows: [UInt64]) -> SIMD2<UInt64> {
        rows.reduce(into: SIMD2(UInt64(rows.count), 0)) { total, row in
            total &+= SIMD2(StableHash.mix(row), StableHash.combine(row, 0x5555_5555_5555_5555))
        }
    }
}
