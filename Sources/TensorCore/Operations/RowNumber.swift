/// The row that an index names: its whole part, held between the first and the last row; NaN is the first.
///
/// Kernels do the same, so that no index reads or writes outside a tensor. Whoever prepares data checks that
/// indices are right; here a wrong one is harmless, and the same row on every machine.
func rowNumber(_ index: Double, of rows: Int) -> Int {
    guard index > 0 else { return 0 }
    return index < Double(rows) ? Int(index) : rows - 1
}
