import Foundation
import Primitives

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A path with wildcards: `*`, `?` and `[…]` as a shell reads them.
enum FilePattern {
    /// The most files one pattern may stand for.
    static let most = 10_000

    /// Whether `path` has wildcards and is not itself the name of a file in `directory`.
    static func isPattern(_ path: String, in directory: String) -> Bool {
        path.contains { "*?[".contains($0) }
            && !FileManager.default.fileExists(atPath: absolute(path, in: directory))
    }

    /// The files that match, relative as the pattern was, in ascending byte order; hidden ones are left out.
    static func matches(_ pattern: String, in directory: String) -> [String] {
        let prefix = pattern.hasPrefix("/") || directory == "." ? "" : directory + "/"
        // The folder's own name is no pattern.
        let escaped = prefix.map { "*?[]\\".contains($0) ? "\\\($0)" : String($0) }.joined()
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(escaped + pattern, 0, nil, &result) == 0 else { return [] }
        var paths: [String] = []
        for index in 0..<min(Int(result.gl_pathc), most + 1) {
            guard let path = result.gl_pathv[index] else { continue }
            paths.append(String(String(cString: path).dropFirst(prefix.count)))
        }
        return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The last part of a path without `.gz` and one further extension: the label of a file.
    static func stem(_ path: String) -> String {
        var name = path.split(separator: "/").last.map(String.init) ?? path
        for _ in 0..<(name.hasSuffix(".gz") ? 2 : 1) {
            if let dot = name.lastIndex(of: "."), dot > name.startIndex { name = String(name[..<dot]) }
        }
        return name
    }

    private static func absolute(_ path: String, in directory: String) -> String {
        path.hasPrefix("/") ? path : directory + "/" + path
    }
}
