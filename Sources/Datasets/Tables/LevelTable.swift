#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The different texts of a column, by their bytes, in the order of their first rows.
struct LevelTable {
    /// Codes by hash, −1 where free; none until there is a level.
    private var slots: [Int32] = []
    private var hashes: [UInt32] = []
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// The row each level was first seen in; −1 for declared ones.
    private(set) var firstRows: [Int] = []
    /// How many cells have each level.
    private(set) var counts: [Int] = []

    /// How many levels there are.
    var count: Int { ends.count }

    /// The UTF-8 bytes of a level.
    func bytes(_ code: Int) -> ArraySlice<UInt8> { bytes[(code == 0 ? 0 : ends[code - 1])..<ends[code]] }

    /// A level as text.
    func text(_ code: Int) -> String { String(decoding: bytes(code), as: UTF8.self) }

    /// Whether a level is a number.
    func number(_ code: Int, point: UInt8) -> DecimalNumber { DecimalNumber(bytes(code), point: point) }

    /// Counts the level `text` once more and returns its code; −1 where it is new and `limit` are there.
    mutating func count(_ text: UnsafeRawBufferPointer, row: Int, limit: Int) -> Int32 {
        if slots.isEmpty { grow() }
        let hash = Self.hash(text)
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while true {
            let code = slots[slot]
            if code < 0 { break }
            if hashes[Int(code)] == hash, isLevel(Int(code), text) {
                counts[Int(code)] += 1
                return code
            }
            slot = (slot + 1) & mask
        }
        guard count < limit else { return -1 }
        let code = Int32(count)
        slots[slot] = code
        hashes.append(hash)
        bytes.append(contentsOf: text.bindMemory(to: UInt8.self))
        ends.append(bytes.count)
        firstRows.append(row)
        counts.append(1)
        if count * 2 > slots.count { grow() }
        return code
    }

    /// Adds a level that no row has yet.
    mutating func declare(_ text: String) {
        let before = count
        _ = Array(text.utf8).withUnsafeBytes { count($0, row: -1, limit: .max) }
        if count > before { counts[before] = 0 }
    }

    private func isLevel(_ code: Int, _ text: UnsafeRawBufferPointer) -> Bool {
        let start = code == 0 ? 0 : ends[code - 1]
        guard ends[code] - start == text.count else { return false }
        guard let base = text.baseAddress, text.count > 0 else { return true }
        return bytes.withUnsafeBytes { memcmp($0.baseAddress! + start, base, text.count) == 0 }
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: max(16, slots.count * 4))
        let mask = slots.count - 1
        for (code, hash) in hashes.enumerated() {
            var slot = Int(hash) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(code)
        }
    }

    /// Eight bytes at a time, multiplied and folded; only equality rests on it, no order and no result.
    private static func hash(_ text: UnsafeRawBufferPointer) -> UInt32 {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(text.count)
        var index = 0
        while text.count - index >= 8 {
            hash = mixed(hash ^ text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        var tail: UInt64 = 0
        while index < text.count {
            tail = tail << 8 | UInt64(text[index])
            index += 1
        }
        return UInt32(truncatingIfNeeded: mixed(hash ^ tail) >> 32)
    }

    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        let (high, low) = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return high ^ low
    }
}
