/// The texts that mean a missing cell, ready to be compared with bytes.
struct MissingTexts {
    private let texts: [[UInt8]]
    private let firstBytes: [Bool]
    private let includesEmpty: Bool
    /// Whether one of them is a number, such as -999: then a cell is looked up before it is read as a number.
    let includesNumbers: Bool

    /// The given texts.
    init(_ missing: Set<String>, point: UInt8) {
        texts = missing.sorted().map { Array($0.utf8) }.filter { !$0.isEmpty }
        includesEmpty = missing.contains("")
        var firstBytes = [Bool](repeating: false, count: 256)
        for text in texts { firstBytes[Int(text[0])] = true }
        self.firstBytes = firstBytes
        includesNumbers = texts.contains { DecimalNumber($0[...], point: point) != .malformed }
    }

    /// Whether a cell is missing.
    @inline(__always)
    func contains(_ cell: UnsafeRawBufferPointer) -> Bool {
        guard let first = cell.first else { return includesEmpty }
        return firstBytes[Int(first)] && isListed(cell)
    }

    @inline(never)
    private func isListed(_ cell: UnsafeRawBufferPointer) -> Bool {
        texts.contains { $0.count == cell.count && $0.elementsEqual(cell) }
    }
}
