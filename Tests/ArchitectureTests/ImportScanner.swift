/// An import line of a Swift file.
struct ImportLine: Equatable {
    /// From 1.
    var line: Int
    /// The module, without the symbol of a scoped import.
    var module: String
}

/// Finds the imports of a Swift file, in every form that the language has.
enum ImportScanner {
    private static let modifiers: Set<String> = [
        "public", "package", "internal", "fileprivate", "private", "open",
    ]
    private static let kinds: Set<String> = [
        "struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor", "macro",
    ]

    /// The imports in `source`, comments and multi-line strings left out.
    static func imports(in source: String) -> [ImportLine] {
        var found: [ImportLine] = []
        var commentDepth = 0
        var isInString = false
        for (index, raw) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let code = strip(String(raw), &commentDepth, &isInString)
            for statement in code.split(separator: ";") {
                if let module = module(of: String(statement)) {
                    found.append(ImportLine(line: index + 1, module: module))
                }
            }
        }
        return found
    }

    /// The line without comments and without what is inside a multi-line string.
    private static func strip(_ line: String, _ commentDepth: inout Int, _ isInString: inout Bool) -> String {
        var code = ""
        var rest = line[...]
        while let first = rest.first {
            if commentDepth == 0, rest.hasPrefix("\"\"\"") {
                isInString.toggle()
                rest = rest.dropFirst(3)
            } else if isInString {
                rest = rest.dropFirst()
            } else if rest.hasPrefix("/*") {
                commentDepth += 1
                rest = rest.dropFirst(2)
            } else if commentDepth > 0, rest.hasPrefix("*/") {
                commentDepth -= 1
                rest = rest.dropFirst(2)
            } else if commentDepth > 0 {
                rest = rest.dropFirst()
            } else if rest.hasPrefix("//") {
                break
            } else if first == "\"" {
                // A string on one line: skip to its end, so that a "//" or "/*" inside it is none.
                rest = rest.dropFirst()
                while let character = rest.first, character != "\"" {
                    rest = rest.dropFirst(character == "\\" ? 2 : 1)
                }
                rest = rest.dropFirst()
                code += "\"\""
            } else {
                code.append(first)
                rest = rest.dropFirst()
            }
        }
        return code
    }

    /// The module that a statement imports: `@_spi(X) public import struct A.B` gives "A".
    private static func module(of statement: String) -> String? {
        // An attribute's arguments may hold spaces.
        var text = ""
        var depth = 0
        for character in statement {
            if character == "(" { depth += 1 }
            if depth == 0 { text.append(character) }
            if character == ")" { depth -= 1 }
        }
        var words = text.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)[...]
        while let word = words.first, word.hasPrefix("@") || modifiers.contains(word) {
            words = words.dropFirst()
        }
        guard words.first == "import" else { return nil }
        words = words.dropFirst()
        if let word = words.first, kinds.contains(word) { words = words.dropFirst() }
        return words.first?.split(separator: ".").first.map { String($0.filter { $0 != "`" }) }
    }

    /// What the table forbids in `source`, a file of `target`.
    static func violations(in source: String, file: String, target: String) -> [String] {
        guard let rule = Layering.rule(for: target) else {
            return ["\(file): no rule for the target \(target)"]
        }
        return imports(in: source).compactMap { found in
            let isFoundation = Layering.foundation.contains(found.module)
            if Layering.alwaysAllowed.contains(found.module) || rule.mayImport.contains(found.module) {
                return nil
            }
            if found.module == target || (isFoundation && rule.mayImportFoundation) { return nil }
            let allowed = rule.mayImport.sorted().joined(separator: ", ")
            let foundation = rule.mayImportFoundation ? "" : " and not Foundation"
            return "\(file):\(found.line): \(target) must not import \(found.module); it may import "
                + (allowed.isEmpty ? "nothing" : allowed) + foundation
        }
    }
}
