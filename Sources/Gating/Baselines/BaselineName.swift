import Primitives

/// What baselines may be called: their names are names of files.
public enum BaselineName {
    /// What names may not end in: `--baseline` takes such words for files.
    private static let endings = [".json"] + StoreFileName.endings

    /// Throws `.usage` for a name that is none.
    public static func check(_ name: String) throws(BenchError) {
        let isPlain = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains(byte)
        }
        guard isPlain, let first = name.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-")
        else {
            throw BenchError(
                .usage, "\"\(name)\" is no name of a baseline",
                remedy:
                    "use letters, digits, \"-\", \"_\" and \".\", beginning with a letter, a digit or \"_\"")
        }
        for ending in endings where name.lowercased().hasSuffix(ending) {
            throw BenchError(
                .usage, "\"\(name)\" is no name of a baseline: it looks like a file's",
                remedy: "leave out \"\(ending)\"")
        }
    }
}
