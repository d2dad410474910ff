/// An amount of memory as people write it: `1500000000`, `512MiB`, `2GiB`, `1.5GB`, or `none`.
public struct MemorySize: Sendable, Hashable {
    /// The bytes; `Int.max` for no limit.
    public let bytes: Int

    private static let units: [(String, Double)] = [
        ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("TiB", 1_099_511_627_776),
        ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1), ("", 1),
    ]

    /// What `argument` says; nil where it is no amount.
    public init?(argument: String) {
        if argument == "none" {
            bytes = .max
            return
        }
        let unit = Self.units.first { argument.hasSuffix($0.0) }!
        guard let number = Double(argument.dropLast(unit.0.count)), number * unit.1 >= 1,
            number * unit.1 < 0x1p60
        else { return nil }
        bytes = Int(number * unit.1)
    }
}
