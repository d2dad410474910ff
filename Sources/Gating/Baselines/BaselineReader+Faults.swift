import Primitives
import Records

extension BaselineReader {
    /// A file that git left in the middle of a merge is no JSON; saying so helps more than saying which byte
    /// is not.
    func refuseMarkers() throws(BenchError) {
        for (index, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            guard let first = line.first, [0x3C, 0x3D, 0x3E, 0x7C].contains(first), line.count >= 7,
                line.prefix(7).allSatisfy({ $0 == first }),
                line.count == 7 || [0x20, 0x0D].contains(line[line.index(line.startIndex, offsetBy: 7)])
            else { continue }
            throw BenchError(
                .data, "a merge left conflict markers", at: .init(file: file, line: index + 1),
                remedy: "keep one side (git checkout --ours or --theirs), or save the baseline again")
        }
    }

    /// The text as JSON.
    func parsed() throws(BenchError) -> JSONValue {
        do throws(JSONParser.Failure) {
            return try JSONParser.parse(text)
        } catch {
            let line = text.utf8.prefix(error.offset).count { $0 == 0x0A } + 1
            throw BenchError(
                .data, "no baseline: \(error.message)", at: .init(file: file, line: line), remedy: Self.again)
        }
    }

    /// The members of a mapping that must have these keys and no others.
    func members(
        _ value: JSONValue, _ what: String, _ keys: [String], near: String?
    ) throws(BenchError) -> [String: JSONValue] {
        guard case .object(let members) = value else {
            throw error("\(what) must be a mapping, found \(value.kindName)", near: near)
        }
        for key in members.keys.sorted() where !keys.contains(key) {
            throw error(
                "\(what) has no key \"\(key)\"" + Suggestion.hint(for: key, among: keys),
                near: JSONValue.string(key).canonical)
        }
        for key in keys where members[key] == nil {
            throw error("\(what) needs the key \"\(key)\"", near: near)
        }
        return members
    }

    /// The elements of a list.
    func list(_ value: JSONValue, _ key: String, near: String?) throws(BenchError) -> [JSONValue] {
        guard case .array(let elements) = value else {
            throw error("\"\(key)\" must be a list, found \(value.kindName)", near: near)
        }
        return elements
    }

    /// A text.
    func string(_ value: JSONValue, _ key: String, near: String?) throws(BenchError) -> String {
        guard let text = value.text else {
            throw error("\"\(key)\" must be text, found \(value.kindName)", near: near)
        }
        return text
    }

    /// A number, or the string that stands for one that JSON does not have.
    func number(_ value: JSONValue) -> Double? {
        switch value.text {
        case "NaN": .nan
        case "Infinity": .infinity
        case "-Infinity": -.infinity
        default: value.number
        }
    }

    /// The beginning of the line that a configuration's names stand on, as this program writes it.
    func place(of labels: GateMeasurements.Labels) -> String {
        let names = [("dataset", labels.dataset), ("model", labels.model), ("method", labels.method)]
        return names.map { "\"\($0)\":\(JSONValue.string($1).canonical)" }.joined(separator: ",")
    }

    /// An error at the first (or last) line that has `text` in it; without a line where none has.
    func error(
        _ message: String, near text: String?, last: Bool = false, remedy: String? = nil
    ) -> BenchError {
        BenchError(
            .data, message, at: .init(file: file, line: text.flatMap { line(of: $0, last: last) }),
            remedy: remedy ?? Self.again)
    }

    /// The number of the first (or last) line that has `needle` in it, from 1.
    private func line(of needle: String, last: Bool) -> Int? {
        let bytes = Array(needle.utf8)
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        func hasNeedle(_ line: Substring.UTF8View) -> Bool {
            guard line.count >= bytes.count else { return false }
            let line = Array(line)
            return (0...line.count - bytes.count).contains { line[$0...].starts(with: bytes) }
        }
        let found = last ? lines.lastIndex(where: hasNeedle) : lines.firstIndex(where: hasNeedle)
        return found.map { $0 + 1 }
    }
}
