/// Reads the targets and their dependencies out of Package.swift, which lists them in one plain form.
enum ManifestScanner {
    /// A target that is not for tests, with its dependencies as module names.
    struct Target: Equatable {
        var name: String
        var dependencies: [String]
    }

    /// Module names of the packages' products, by the constants that the manifest gives them.
    private static let products = [
        "argumentParser": "ArgumentParser", "grdb": "GRDB", "yams": "Yams",
        "subprocess": "Subprocess", "systemPackage": "SystemPackage",
    ]

    /// The targets declared by `library(…)` and `.executableTarget(…)`.
    static func targets(in manifest: String) -> [Target] {
        var targets: [Target] = []
        for marker in [" library(", ".executableTarget("] {
            for piece in pieces(of: manifest, after: marker) {
                guard let name = strings(in: piece).first, let list = list(in: piece) else { continue }
                let words = list.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
                targets.append(Target(name: name, dependencies: words.map { products[$0] ?? $0 }))
            }
        }
        return targets
    }

    /// What follows each occurrence of `marker`.
    private static func pieces(of text: String, after marker: String) -> [Substring] {
        var pieces: [Substring] = []
        var rest = text[...]
        while let range = rest.firstRange(of: marker) {
            rest = rest[range.upperBound...]
            // A function's declaration has a parameter list here, a call has a string or a label.
            if rest.drop(while: \.isWhitespace).first != "_" { pieces.append(rest) }
        }
        return pieces
    }

    private static func strings(in text: Substring) -> [String] {
        text.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false).dropFirst().prefix(1).map(
            String.init)
    }

    /// What stands in the first brackets.
    private static func list(in text: Substring) -> Substring? {
        guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]") else {
            return nil
        }
        return text[text.index(after: open)..<close]
    }
}
