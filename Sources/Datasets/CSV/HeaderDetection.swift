/// Whether the first row of a file names the columns or is data already.
struct HeaderDetection {
    /// The first rows, as cells.
    let rows: [[[UInt8]]]
    /// What separates a number's fraction.
    let point: UInt8

    /// Whether the first row is data.
    ///
    /// A name may be a whole number (a year, a pixel), but has no fraction, sign or exponent. A row of whole
    /// numbers alone is data unless they count the columns. Beside texts, whole numbers are data where one of the
    /// texts occurs again below.
    var firstRowIsData: Bool {
        guard let first = rows.first, rows.count > 1 else { return false }
        let numbers = first.filter { DecimalNumber($0[...], point: point) != .malformed }
        guard !numbers.isEmpty else { return false }
        if numbers.contains(where: { !$0.allSatisfy { $0 &- 0x30 < 10 } }) { return true }
        if numbers.count == first.count { return !countsColumns(first) && numbersFollow(first) }
        return textRecurs(first)
    }

    private func countsColumns(_ cells: [[UInt8]]) -> Bool {
        guard let start = cells.first.flatMap({ Int(String(decoding: $0, as: UTF8.self)) }),
            start == 0 || start == 1
        else { return false }
        return cells.enumerated().allSatisfy { Int(String(decoding: $1, as: UTF8.self)) == start + $0 }
    }

    /// Whether the rows below have numbers too.
    private func numbersFollow(_ first: [[UInt8]]) -> Bool {
        rows.dropFirst().contains { row in
            row.contains { DecimalNumber($0[...], point: point) != .malformed }
        }
    }

    private func textRecurs(_ first: [[UInt8]]) -> Bool {
        for (column, cell) in first.enumerated() where DecimalNumber(cell[...], point: point) == .malformed {
            if !cell.isEmpty, rows.dropFirst().contains(where: { column < $0.count && $0[column] == cell }) {
                return true
            }
        }
        return false
    }
}
