import Datasets
import Foundation
import Primitives
import Suites

/// A dataset that the command line names: a file or a kind of generator, with settings.
public struct DataSelection: Sendable {
    /// What the catalogue says of its kind.
    public let kind: ComponentDeclaration
    /// The kind with its arguments.
    public let use: ComponentUse
    /// The file; nil for a generator.
    public let path: String?
    /// The values that were given, without defaults, in the order of the declaration.
    public let given: [(name: String, value: ParameterValue)]

    /// The dataset `name`: the id of a generator, or the path of a file, whose extension says its format.
    ///
    /// `settings` are texts `key=value`; a value is written as in a suite. `target` and `task` are short for
    /// two of them. Throws (exit code `usage`) for what the kind does not declare.
    public init(_ name: String, target: String? = nil, task: String? = nil, settings: [String] = [])
        throws(BenchError)
    {
        let (kind, path) = try Self.kind(of: name)
        var values: [String: ParameterValue] = [:]
        var allSettings: [(key: String, text: String, origin: String)] = []
        if let target { allSettings.append(("target", target, "--target")) }
        if let task { allSettings.append(("task", task, "--task")) }
        for setting in settings {
            guard let sign = setting.firstIndex(of: "=") else {
                throw BenchError(
                    .usage, "--set needs key=value, found \"\(setting)\"",
                    remedy: "for example --set delimiter=semicolon; bench describe \(kind.id) lists the keys")
            }
            let key = String(setting[..<sign])
            allSettings.append((key, String(setting[setting.index(after: sign)...]), "--set \(key)"))
        }
        if let path { values["path"] = .text(path) }
        let names = kind.parameters.map(\.name).filter { path == nil || $0 != "path" }
        for (key, text, origin) in allSettings {
            guard let parameter = kind.parameters.first(where: { $0.name == key }), names.contains(key) else {
                throw BenchError(
                    .usage,
                    "\(origin): \(kind.id) has no \"\(key)\"" + Suggestion.hint(for: key, among: names),
                    remedy: "known: " + names.joined(separator: ", "))
            }
            guard values[key] == nil else {
                throw BenchError(.usage, "\(origin): \"\(key)\" is given twice", remedy: "give it once")
            }
            values[key] = try Self.value(text, of: parameter, origin: origin)
        }
        try self.init(kind: kind, path: path, values: values, name: name)
    }

    private init(
        kind: ComponentDeclaration, path: String?, values: [String: ParameterValue], name: String
    ) throws(BenchError) {
        do throws(ParameterError) {
            use = try ComponentUse(kind, values)
        } catch {
            throw BenchError(
                .usage, error.message, at: .init(file: name),
                remedy:
                    "give it, for example --\(values["target"] == nil ? "target COLUMN" : "set key=value"); "
                    + "bench describe \(kind.id) lists the keys")
        }
        self.kind = kind
        self.path = path
        given = kind.parameters.compactMap { parameter in values[parameter.name].map { (parameter.name, $0) }
        }
    }

    /// Loads or generates it; a path is relative to the working directory.
    public func load() throws(BenchError) -> Dataset {
        guard let source = DatasetCatalogue.source(kind.id) else {
            preconditionFailure("a kind of the catalogue")
        }
        return try source.init(arguments: use.arguments, baseDirectory: "").load()
    }

    /// The same dataset with another value of a parameter.
    func setting(_ parameter: String, _ value: ParameterValue) throws(BenchError) -> DataSelection {
        var values: [String: ParameterValue] = [:]
        for (name, value) in given { values[name] = value }
        values[parameter] = value
        return try DataSelection(kind: kind, path: path, values: values, name: path ?? kind.id)
    }

    /// Where messages about its content point.
    public var location: Diagnostic.Location? { path.map { .init(file: $0) } }

    /// Whether sources of this kind read a file.
    public static func isFileKind(_ kind: ComponentDeclaration) -> Bool {
        kind.parameters.contains { $0.name == "path" }
    }

    /// The ids of all generators, in the order of the catalogue.
    public static var generators: [String] {
        DatasetCatalogue.declarations.filter { !isFileKind($0) }.map(\.id)
    }

    private static func kind(of name: String) throws(BenchError) -> (ComponentDeclaration, path: String?) {
        let kinds = DatasetCatalogue.declarations
        let generators = kinds.filter { !isFileKind($0) }
        let files = kinds.filter(isFileKind)
        if let kind = generators.first(where: { $0.id == name }) { return (kind, nil) }
        let isFile = FileManager.default.fileExists(atPath: name)
        if !isFile, let kind = files.first(where: { $0.id == name }) {
            throw BenchError(
                .usage, "\"\(kind.id)\" is the format of a file, not a dataset",
                remedy: "name the file; bench describe \(kind.id) lists what can be set")
        }
        if !isFile, !name.contains("."), !name.contains("/") {
            let ids = generators.map(\.id)
            throw BenchError(
                .usage,
                "there is no file and no generator \"\(name)\"" + Suggestion.hint(for: name, among: ids),
                remedy: "known generators: " + ids.joined(separator: ", "))
        }
        var parts = name.lowercased().split(separator: ".")
        if parts.last == "gz" { parts.removeLast() }
        let format = parts.count > 1 ? String(parts.last!) : ""
        if ["yaml", "yml"].contains(format) {
            throw BenchError(
                .usage, "is a suite, not data", at: .init(file: name),
                remedy: "bench plan and bench data check take suites")
        }
        if !isFile {
            let folder = URL(fileURLWithPath: name).deletingLastPathComponent().path
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
            throw BenchError(
                .data,
                "no such file"
                    + Suggestion.hint(for: URL(fileURLWithPath: name).lastPathComponent, among: names),
                at: .init(file: name), remedy: "a path is relative to the current folder")
        }
        guard let kind = files.first(where: { $0.id == format }) ?? files.first(where: { $0.id == "csv" })
        else {
            throw BenchError(.usage, "this program reads no files")
        }
        return (kind, name)
    }

    /// The value that `text` means for `parameter`: text as it stands, a list also without its brackets.
    private static func value(
        _ text: String, of parameter: ParameterDeclaration, origin: String
    ) throws(BenchError) -> ParameterValue {
        var json: JSONValue
        switch parameter.domain {
        case .text, .choice:
            json = parameter.isOptional && ["null", "~"].contains(text) ? .null : .string(text)
        case .texts:
            let isList = text.hasPrefix("[")
            json = try YAMLText.value(isList ? text : "[\(text)]", origin: origin)
            // Columns may be named by numbers or years.
            if case .array(let elements) = json {
                json = .array(elements.map { $0.text == nil ? .string(YAMLText.flow($0)) : $0 })
            }
        case .integers, .reals:
            json = try YAMLText.value(text.hasPrefix("[") ? text : "[\(text)]", origin: origin)
        default: json = try YAMLText.value(text, origin: origin)
        }
        do throws(ParameterError) {
            return try parameter.value(reading: json)
        } catch {
            throw BenchError(.usage, "\(origin): \(error.message)", remedy: error.remedy ?? parameter.summary)
        }
    }
}
