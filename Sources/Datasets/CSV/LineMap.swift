/// The line each row starts on, kept only where it is not the one after the row before.
struct LineMap {
    private var rows: [Int] = []
    private var lines: [Int] = []
    private var lastLine = 0
    private(set) var count = 0

    /// Appends a row that starts on `line`.
    @inline(__always)
    mutating func append(_ line: Int) {
        if line != lastLine + 1 || count == 0 {
            rows.append(count)
            lines.append(line)
        }
        lastLine = line
        count += 1
    }

    /// The line that `row` starts on.
    subscript(row: Int) -> Int {
        var (low, high) = (0, rows.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if rows[middle] <= row { low = middle } else { high = middle }
        }
        return lines[low] + row - rows[low]
    }
}
