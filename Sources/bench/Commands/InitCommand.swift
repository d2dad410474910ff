import ArgumentParser
import Foundation
import Gating
import Numerics
import Primitives
import Records
import Runner

/// The command `bench init [FILE]`.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a commented suite for a data file, or a CI workflow that gates a suite.",
        discussion: """
            What is found in the file stands in the suite as comments; columns that equal the target or number \
            the rows are excluded. Without a file the suite is on synthetic data. With --ci a workflow is written \
            instead, where that CI looks for it.
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

    @Flag(help: "Replace the file if there is one.")
    var force = false

    @Option(
        help: ArgumentHelp(
            "Write a workflow that runs bench gate: \(CITemplates.all.map(\.id).joined(separator: ", ")).",
            valueName: "kind"))
    var ci: String?

    @Option(help: "The suite that the workflow gates.")
    var suite = "suites/ci.yaml"

    @Option(help: "The baseline that the workflow compares with.")
    var baseline = "main"

    @Option(
        help: ArgumentHelp(
            "The git repository that the workflow builds bench from (default: this one, where it is bench's own).",
            valueName: "address"))
    var source: String?

    @Option(
        help: ArgumentHelp(
            "The commit, tag or branch of --source (default: the commit that this program was built from).",
            valueName: "revision"))
    var revision: String?

    @Flag(help: "Print what was written as JSON.")
    var json = false

    func validate() throws {
        if file == nil, !options.isEmpty { throw ValidationError("--target, --task and --set need a file.") }
        if ci != nil, file != nil { throw ValidationError("Give one of a data file and --ci.") }
        if ci == nil, source != nil { throw ValidationError("--source needs --ci.") }
    }

    func run() throws {
        if let ci { return try writeWorkflow(ci) }
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

    private func writeWorkflow(_ kind: String) throws {
        let template = try CITemplates.template(kind)
        let settings = try CISettings(suite: suite, baseline: baseline, source: try programSource())
        let path = output ?? template.path
        let file = OutputFile(path: path)
        if output == nil { try file.makeFolder(option: "--output") }
        try file.checkReplaceable(force: force)
        try file.write(template.text(settings), protecting: [])
        if path == "-" { return }
        let steps = template.steps(settings)
        let answer: JSONValue = ["workflow": .string(path), "steps": .array(steps.map(JSONValue.string))]
        try Terminal.output(
            json
                ? answer.canonical + "\n" : "wrote \(path); next:\n" + steps.map { "  \($0)\n" }.joined())
    }

    /// Where the workflow's program comes from: this repository where it is bench's own.
    private func programSource() throws(BenchError) -> CISettings.Source {
        if let source {
            // A branch that moves would change bits under the baseline.
            let own = EnvironmentProbe.environment(instructionSet: try .selected()).gitCommit
            return .repository(source, revision: revision ?? own ?? "HEAD")
        }
        let manifest = try? String(contentsOfFile: "Package.swift", encoding: .utf8)
        if manifest?.contains(".executable(name: \"bench\"") == true { return .here }
        throw BenchError(
            .usage, "this folder does not hold the sources of bench: the workflow needs them from elsewhere",
            remedy: "name their git repository with --source, or run this where Package.swift is")
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
