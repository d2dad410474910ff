/// What the first hundred bytes of a file say, read without SQLite, which would begin to repair or change a file that
/// is not ours (https://www.sqlite.org/fileformat.html, section 1.3).
enum StoreHeader: Hashable {
    /// Nothing was written yet.
    case empty
    /// A store of ours, or a file whose owner the header leaves open.
    case sound
    /// Not of SQLite.
    case notSQLite
    /// Of another program.
    case foreign
    /// Ours, of a newer schema.
    case newer(Int)
    /// Of SQLite or ours, but with impossible values.
    case damaged(String)

    /// Judges the first bytes of a file.
    init(_ bytes: [UInt8]) {
        func number(_ offset: Int) -> UInt32 {
            bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
        guard !bytes.isEmpty else {
            self = .empty
            return
        }
        let hasMagic = bytes.starts(with: Array("SQLite format 3\0".utf8))
        guard bytes.count >= 100 else {
            self = hasMagic ? .damaged("it ends after \(bytes.count) bytes") : .notSQLite
            return
        }
        let isOurs = number(68) == UInt32(bitPattern: Store.applicationID)
        guard hasMagic else {
            self = isOurs ? .damaged("it does not begin as SQLite's files do") : .notSQLite
            return
        }
        let pageSize = Int(bytes[16]) << 8 | Int(bytes[17])
        guard pageSize == 1 || (pageSize >= 512 && pageSize & (pageSize - 1) == 0) else {
            self = .damaged("a page of \(pageSize) bytes is impossible")
            return
        }
        guard bytes[21...23] == [64, 32, 32], number(44) <= 4, number(56) <= 3 else {
            self = .damaged("its constants are wrong")
            return
        }
        if number(68) != 0, !isOurs {
            self = .foreign
        } else if isOurs, number(60) > UInt32(Store.schemaVersion) {
            self = .newer(Int(number(60)))
        } else {
            self = .sound
        }
    }
}
