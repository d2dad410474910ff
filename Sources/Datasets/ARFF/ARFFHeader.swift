import Primitives

/// The declarations in the head of an ARFF file.
struct ARFFHeader {
    /// What an attribute holds.
    enum Kind: Hashable {
        case numeric
        case nominal([String])
        case string
        case date
    }

    /// A column.
    struct Attribute: Hashable {
        var name: String
        var kind: Kind
    }

    private let file: String
    /// The columns so far.
    private(set) var attributes: [Attribute] = []
    /// The line of the first of them.
    private(set) var firstLine = 1
    /// Whether `@data` has been seen.
    private(set) var isComplete = false

    /// The head of the file named `file` in messages.
    init(file: String) { self.file = file }

    /// Takes the next line; throws (exit code `data`) when it is no declaration.
    mutating func take(_ line: UnsafeRawBufferPointer, number: Int) throws(BenchError) {
        var tokens = ARFFTokens(line)
        guard let first = tokens.next, first != UInt8(ascii: "%") else { return }
        do throws(ARFFTokens.Fault) {
            try take(&tokens, number)
        } catch {
            let column = String(decoding: line.prefix(error.position), as: UTF8.self).count + 1
            throw BenchError(
                .data, error.message, at: .init(file: file, line: number, column: column),
                remedy: "the head of an ARFF file has @relation, @attribute NAME TYPE and @data lines")
        }
    }

    private mutating func take(_ tokens: inout ARFFTokens, _ number: Int) throws(ARFFTokens.Fault) {
        let start = tokens.position
        let keyword = String(decoding: try tokens.word(), as: UTF8.self).lowercased()
        switch keyword {
        case "@relation": return
        case "@attribute": try takeAttribute(&tokens, number)
        case "@data":
            guard !attributes.isEmpty else {
                throw ARFFTokens.Fault(message: "@data stands before any @attribute", position: start)
            }
            isComplete = true
        default:
            let hint = Suggestion.hint(for: keyword, among: ["@relation", "@attribute", "@data"])
            throw ARFFTokens.Fault(
                message: "\(Table.quoted(keyword)) is no declaration" + hint, position: start)
        }
    }

    private mutating func takeAttribute(_ tokens: inout ARFFTokens, _ number: Int) throws(ARFFTokens.Fault) {
        let name = String(decoding: try tokens.word(), as: UTF8.self)
        guard !name.isEmpty else {
            throw ARFFTokens.Fault(message: "the attribute has no name", position: tokens.position)
        }
        if attributes.isEmpty { firstLine = number }
        if tokens.skip("{") {
            attributes.append(Attribute(name: name, kind: .nominal(try levels(&tokens, of: name))))
            return
        }
        let start = tokens.position
        let type = String(decoding: try tokens.word(), as: UTF8.self).lowercased()
        switch type {
        case "numeric", "real", "integer": attributes.append(Attribute(name: name, kind: .numeric))
        case "string": attributes.append(Attribute(name: name, kind: .string))
        case "date": attributes.append(Attribute(name: name, kind: .date))
        default:
            let known = ["numeric", "real", "integer", "string", "date"]
            throw ARFFTokens.Fault(
                message: "attribute \"\(name)\": \(Table.quoted(type)) is no type that can be read"
                    + Suggestion.hint(for: type, among: known), position: start)
        }
    }

    private func levels(_ tokens: inout ARFFTokens, of name: String) throws(ARFFTokens.Fault) -> [String] {
        var levels: [String] = []
        var seen: Set<String> = []
        while !tokens.skip("}") {
            let start = tokens.position
            let level = String(decoding: try tokens.word(withSpaces: true), as: UTF8.self)
            guard seen.insert(level).inserted else {
                throw ARFFTokens.Fault(
                    message: "attribute \"\(name)\" declares \(Table.quoted(level)) twice", position: start)
            }
            levels.append(level)
            if !tokens.skip(","), tokens.next != UInt8(ascii: "}") {
                throw ARFFTokens.Fault(
                    message: "attribute \"\(name)\": a comma or } must follow a level",
                    position: tokens.position)
            }
        }
        guard !levels.isEmpty else {
            throw ARFFTokens.Fault(message: "attribute \"\(name)\" has no levels", position: tokens.position)
        }
        return levels
    }
}
