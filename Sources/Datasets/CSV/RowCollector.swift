import Primitives

/// What libcsv's callbacks fill: the header's cells, then the columns.
///
/// It lies behind a pointer, which C hands back to every callback, so that a cell costs no reference count and
/// no check of exclusive access.
struct RowCollector {
    /// The columns; empty until the header is known.
    var builders = UnsafeMutableBufferPointer<ColumnBuilder>(start: nil, count: 0)
    /// What missing cells look like.
    let missing: MissingTexts
    /// What separates a number's fraction.
    let point: UInt8
    /// The cells of a row that is not read into columns yet.
    var header: [[UInt8]] = []
    /// The index of the next cell in its row.
    var column = 0
    /// The cells since the beginning, modulo a word; only changes of it are looked at.
    var cellsSeen = 0
    /// The number of rows.
    var row = 0
    /// Whether a row has ended that has not been looked at.
    var rowEnded = false

    /// Takes the next cell of a row; `isPadded` says that eight bytes can be read where it begins.
    @inline(__always)
    mutating func take(_ cell: UnsafeRawBufferPointer, isPadded: Bool = false) {
        cellsSeen &+= 1
        if column < builders.count {
            builders.baseAddress.unsafelyUnwrapped[column].take(
                cell, isPadded: isPadded, row: row, missing, point: point)
        } else if builders.count == 0 {
            header.append(Array(cell))
        }
        column &+= 1
    }
}
