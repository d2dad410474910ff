import Primitives

/// What a step that encodes levels does about cells whose level no training row has.
enum UnseenLevels {
    /// The first such cell as an error (exit code `data`); nothing where there is none.
    ///
    /// `encodings` are by the index of the column; a missing cell counts where no training row misses one.
    static func refuse(in table: FeatureTable, _ encodings: [Int: CategoricalEncoding], remedy: String)
        throws(BenchError)
    {
        for index in table.columns.indices {
            guard let encoding = encodings[index],
                case .categorical(let codes, let levels) = table.columns[index].cells,
                let row = codes.firstIndex(where: { encoding.position(of: $0) == nil })
            else { continue }
            let level = codes[row] < 0 ? "missing" : levels[Int(codes[row])]
            throw table.unseenLevel(level, in: index, row: row, remedy: remedy)
        }
    }

    /// How many cells of `held` have such a level, and in which columns; nil where none has.
    static func note(in held: FeatureTable, _ encodings: [Int: CategoricalEncoding], encoded: String)
        -> String?
    {
        var columns: [Int] = []
        var count = 0
        for index in held.columns.indices {
            guard let encoding = encodings[index],
                case .categorical(let codes, _) = held.columns[index].cells
            else { continue }
            let rows = codes.count { encoding.position(of: $0) == nil }
            if rows > 0 { columns.append(index) }
            count += rows
        }
        guard count > 0 else { return nil }
        return "\(count) validation or test cells have a level unseen in training, encoded as \(encoded): "
            + held.names(of: columns)
    }
}
