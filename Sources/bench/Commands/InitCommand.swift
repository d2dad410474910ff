import ArgumentParser
import Foundation
import Primitives
import Runner

/// The command `bench init [FILE]`.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a commented suite for a data file, ready to run.",
        discussion: """
            What is found in the file stands in the suite as comments; columns that equal the target or number \
            the rows are excluded. Without a file the suite is on synthetic data.
            """)

    @Argument(help: "The data file.")
    var file: String?

    @OptionGroup var options: DataOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The suite to write (default: the file's name with .yaml); - for standard output.",
            valueName: "suite"))
    var output: String?

    @Flag(help: "Replace the suite if there is one.")
    var force = false

    @Flag(help: "Print what was written as JSON.")
    var json = false

    func validate() throws {
        if file == nil, !options.isEmpty { throw ValidationError("--target, --task and --set need a file.") }
    }

    func run() throws {
        let path = output ?? Self.defaultPath(for: file)
        let suite = OutputFile(path: path)
        try suite.checkReplaceable(force: force, sparing: file)
        let template =
            try file.map { file throws(BenchError) in
                try SuiteTemplate(file: options.selection(file), path: path == "-" ? "suite.yaml" : path)
            } ?? SuiteTemplate()
        try suite.write(template.text, protecting: [])
        for finding in template.findings { Terminal.error(finding + "\n") }
        if template.isRefused {
            Terminal.error("the suite was written, but bench run refuses the data until that is put right\n")
        }
        if path == "-" { return }
        let commands = ["bench run \(Self.shellWord(path))", "bench report \(template.name)"]
        let answer: JSONValue = [
            "suite": .string(path), "name": .string(template.name),
            "commands": .array(commands.map(JSONValue.string)),
        ]
        try Terminal.output(
            json
                ? answer.canonical + "\n"
                : "wrote \(path); next:\n" + commands.map { "  \($0)\n" }.joined())
    }

    private static func defaultPath(for file: String?) -> String {
        guard let file else { return "suite.yaml" }
        var name = URL(fileURLWithPath: file).lastPathComponent[...]
        for ending in [".gz", ".csv", ".arff", ".tsv", ".txt"] where name.lowercased().hasSuffix(ending) {
            name = name.dropLast(ending.count)
        }
        return (name.isEmpty ? "suite" : String(name)) + ".yaml"
    }

    /// A path as a shell takes it.
    private static func shellWord(_ path: String) -> String {
        let isPlain = path.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-./+,:@%".unicodeScalars.contains($0)
        }
        if isPlain, !path.hasPrefix("-") { return path }
        return "'" + path.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
