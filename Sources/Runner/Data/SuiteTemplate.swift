import Datasets
import Foundation
import Primitives
import Suites
import Training

/// A commented suite that runs as it is: what `bench init` writes.
public struct SuiteTemplate: Sendable {
    /// The suite.
    public let text: String
    /// Its name, which `bench report` takes.
    public let name: String
    /// What whoever runs it should know before: warnings, and what forbids the run.
    public let findings: [String]
    /// Whether `bench run` will refuse the data.
    public let isRefused: Bool

    /// A suite for the file of `selection`, to be written to `path`.
    ///
    /// Columns that the checks find to be the target or an identifier are excluded, with the reason as a
    /// comment. The suite is planned before it is handed out: throws (exit code `data`) for data that no split
    /// can be made of, and whatever loading the file throws.
    public init(file selection: DataSelection, path: String) throws(BenchError) {
        guard let source = selection.path else {
            throw BenchError(
                .usage, "\"\(selection.kind.id)\" is a generator, not a file",
                remedy: "bench init without a file writes a suite on synthetic data")
        }
        var selection = selection
        var dataset = try selection.load()
        if let target = dataset.targetName { selection = try selection.setting("target", .text(target)) }
        let size = Size(rows: dataset.rowCount)
        let splits = Self.splits(dataset, seeds: size.seeds)
        let first = Self.report(dataset, selection, splits)
        let excluded = Self.exclusions(first)
        if !excluded.isEmpty, excluded.count < dataset.columns.count {
            selection = try selection.setting(
                "exclude", .texts(selection.use.arguments.texts("exclude") + excluded.map(\.column)))
            dataset = try selection.load()
        }
        let report = excluded.isEmpty ? first : Self.report(dataset, selection, splits)
        let refusal = report.refusal()
        isRefused = refusal != nil
        findings =
            dataset.notes.filter { $0.severity == .warning }.map(\.description) + report.warnings
            + (refusal?.diagnostics.map(\.description) ?? [])
        name = Self.suiteName(dataset.name)
        let entry = Self.entry(selection, id: name, path: Self.relative(source, to: path))
        var comments = [dataset.headline]
        comments += Self.columnLines(dataset)
        comments += dataset.notes.map(\.message)
        comments += excluded.map { "excluded \"\($0.column)\": \($0.reason)" }
        comments += report.entries.map { entry in
            let diagnostic = entry.finding.diagnostic
            let remedy = diagnostic.severity == .note ? nil : diagnostic.remedy
            return "\(diagnostic.severity.rawValue): \(diagnostic.message)" + (remedy.map { "; \($0)" } ?? "")
        }
        let shown = comments.prefix(40) + (comments.count > 40 ? ["… (see bench data check)"] : [])
        text = Self.compose(
            name: name,
            title: "Which regularisation method helps on \(URL(fileURLWithPath: source).lastPathComponent)?",
            datasets: shown.flatMap { Self.wrapped(Self.comment($0)) } + ["  - " + entry],
            size: size, batch: size.batch(training: splits.map(\.train.count).min()), for: dataset)
        _ = try SuitePlan(text: text, path: path)
    }

    /// A suite on synthetic data.
    public init() {
        name = "synthetic"
        (findings, isRefused) = ([], false)
        let size = Size(rows: 500)
        text = Self.compose(
            name: name, title: "Which regularisation method helps a small network on two moons?",
            datasets: [
                "  # `bench data list` names the other generators; a file is {kind: csv, path: …, target: …}.",
                "  - {id: moons, kind: two-moons, n: 500, noise: 0.3}",
            ], size: size, batch: size.batch(training: nil), for: nil)
    }

    // MARK: What was found

    /// The split scheme that the roles of the rows ask for.
    private static func scheme(_ roles: RowRoles?) -> (id: String, parameters: String, comment: String) {
        let parts = ", test: 0.2, validation: 0.2"
        guard let roles else { return ("holdout", parts, "") }
        if roles.split != nil { return ("given", ", validation: 0.2", "  # the parts that the file names") }
        if roles.times != nil { return ("temporal", parts, "  # the latest rows are tested on") }
        if roles.groups != nil { return ("grouped", parts, "  # every group is in one part only") }
        return ("holdout", parts, "")
    }

    /// The splits of the suite's seeds, without those that the rows do not allow: planning says why.
    private static func splits(_ dataset: Dataset, seeds: Int) -> [Split] {
        guard let type = SplitCatalogue.scheme(scheme(dataset.roles).id),
            let arguments = try? Arguments(for: type.declaration.parameters),
            let scheme = try? type.init(arguments: arguments)
        else { return [] }
        return (0..<seeds).compactMap { try? scheme.split(dataset, seed: $0) }
    }

    private static func report(_ dataset: Dataset, _ selection: DataSelection, _ splits: [Split])
        -> DataCheckReport
    {
        DataCheckReport([CheckSubject(dataset, at: selection.location, splits: splits)])
    }

    /// Columns that equal the target, and identifiers that nothing but the rows' numbers can be read from.
    private static func exclusions(_ report: DataCheckReport) -> [(column: String, reason: String)] {
        var seen: Set<String> = []
        return report.entries.compactMap { entry in
            let finding = entry.finding
            let isFatal =
                finding.check == "leak" && finding.diagnostic.severity == .error
                || finding.check == "identifier-columns" && finding.diagnostic.severity == .warning
            guard isFatal, let column = finding.columns.first, seen.insert(column).inserted else {
                return nil
            }
            return (column, finding.diagnostic.message)
        }
    }

    private static func columnLines(_ dataset: Dataset) -> [String] {
        var lines: [String] = []
        func add(_ title: String, _ names: [String]) {
            guard !names.isEmpty else { return }
            let shown = names.prefix(12).joined(separator: ", ")
            lines.append("\(title): \(shown)" + (names.count > 12 ? ", … (\(names.count) in all)" : ""))
        }
        add("numbers", dataset.columns.filter(\.isNumeric).map(\.name))
        add(
            "levels",
            dataset.columns.compactMap { column in
                guard case .categorical(_, let levels) = column.values else { return nil }
                return "\(column.name) (\(levels.count))"
            })
        add(
            "missing cells",
            dataset.columns.compactMap { column in
                let missing =
                    switch column.values {
                    case .numeric(let numbers): numbers.count(where: \.isNaN)
                    case .categorical(let codes, _): codes.count { $0 < 0 }
                    }
                return missing > 0 ? "\(column.name) (\(missing))" : nil
            })
        if let classes = dataset.classNames { add("classes", classes) }
        return lines
    }

    // MARK: What is written

    private static func entry(_ selection: DataSelection, id: String, path: String) -> String {
        var parts = [
            "id: \(YAMLText.scalar(id))", "kind: \(selection.kind.id)", "path: \(YAMLText.scalar(path))",
        ]
        parts += selection.given.filter { $0.name != "path" }.map {
            "\($0.name): \(YAMLText.flow($0.value.canonical))"
        }
        return "{" + parts.joined(separator: ", ") + "}"
    }

    private static func compose(
        name: String, title: String, datasets: [String], size: Size, batch: Int, for dataset: Dataset?
    ) -> String {
        let task = dataset?.task.kind ?? .classification
        let split = scheme(dataset?.roles)
        var models = [
            "{id: linear, kind: linear}", "{id: mlp, kind: mlp, hidden: [64, 64], activation: relu}",
        ]
        if let dataset, let shape = dataset.shape, isImage(shape, rows: dataset.rowCount) {
            models.append("{id: cnn, kind: cnn}  # over the shape that the dataset states")
        }
        let candidates: [(id: String, line: String, comment: String)] = [
            ("l2", "{id: l2, strength: 0.001}", "a penalty on the squares of the weights"),
            (
                "decoupled-weight-decay", "{id: decoupled-weight-decay, strength: 0.01}",
                "decay beside the gradient step"
            ),
            (
                "dropout", "{id: dropout, rate: 0.2}",
                "does nothing for the linear model, which has no hidden units"
            ),
            ("label-smoothing", "{id: label-smoothing, epsilon: 0.1}", "softer targets"),
            ("mixup", "{id: mixup, alpha: 0.2}", "convex combinations of pairs of rows"),
            ("sam", "{id: sam, rho: 0.05}", "sharpness-aware: two passes per step"),
        ]
        let declarations = Catalogue.vocabulary.methods
        let methods = candidates.filter { candidate in
            declarations.contains { $0.id == candidate.id && $0.tasks.contains(task) }
        }
        let width = methods.map(\.line.count).max() ?? 0
        let methodLines = methods.map { method in
            "  - \(method.line)" + String(repeating: " ", count: width - method.line.count)
                + "  # \(method.comment)"
        }
        let metrics = Catalogue.vocabulary.metrics.filter {
            $0.tasks.contains(task) && $0.needs == nil && $0.isStandard
        }
        .map(\.id)
        let lines =
            [
                "# \(comment(title))",
                "# \(models.count * (methods.count + 1) * size.seeds) cells: \(models.count) models × "
                    + "\(methods.count + 1) methods × "
                    + "\(size.seeds) seeds. `bench plan` shows the cost, `bench list` what else there is.",
                "version: 1", "name: \(name)", "",
                "seeds: \(size.seeds)  # the same splits, initial weights and batch order for every method",
                "",
                "datasets:",
            ] + datasets + [
                "", "# What is done to the inputs before training, fitted on the training rows alone:",
                "# " + PreprocessingCatalogue.standard.joined(separator: ", ")
                    + " (missing numbers filled and marked, numbers standardised, levels one-hot).", "",
                "models:",
            ] + models.map { "  - " + $0 } + ["", "methods:", "  - baseline"] + methodLines + [
                "", "training:", "  epochs: \(size.epochs)", "  batch_size: \(batch)",
                "  optimizer:", "    id: adam", "    learning_rate: {schedule: cosine, from: 0.005, to: 0}",
                "",
                "protocol:", "  split: {scheme: \(split.id)\(split.parameters)}\(split.comment)",
                "  baseline: baseline",
                "  primary_metric: \(metrics.first ?? "log_loss")  # or: "
                    + metrics.dropFirst().joined(separator: ", "),
            ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// How long to train on how many rows, so that a run takes about a minute at most.
    private struct Size {
        let seeds: Int
        let epochs: Int
        private let rows: Int

        init(rows: Int) {
            self.rows = rows
            switch rows {
            case ...2_000: (seeds, epochs) = (5, 40)
            case ...10_000: (seeds, epochs) = (5, 15)
            case ...50_000: (seeds, epochs) = (3, 8)
            case ...200_000: (seeds, epochs) = (3, 3)
            default: (seeds, epochs) = (2, 1)
            }
        }

        /// The rows of a batch, no more than the least training part has.
        func batch(training: Int?) -> Int {
            // Without splits: no fewer than the sizes that the hold-out rounds to.
            let training = max(1, training ?? rows * 6 / 10 - 1)
            let wanted = rows > 50_000 ? 512 : rows > 10_000 ? 128 : rows > 2_000 ? 64 : rows > 250 ? 32 : 16
            return min(wanted, training)
        }
    }

    /// Whether a convolution has something to look at, and not for long.
    private static func isImage(_ shape: [Int], rows: Int) -> Bool {
        shape.prefix(2).allSatisfy { $0 >= 4 } && shape.reduce(rows, *) <= 1_000_000
    }

    /// A name as suites allow it: lower-case words of letters and digits.
    private static func suiteName(_ name: String) -> String {
        let words = name.lowercased().utf8.split {
            !(0x30...0x39).contains($0) && !(0x61...0x7A).contains($0)
        }
        let joined = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-").prefix(60)
        let trimmed = joined.hasSuffix("-") ? joined.dropLast() : joined
        return trimmed.isEmpty ? "table" : String(trimmed)
    }

    /// One line of a comment.
    private static func comment(_ text: String) -> String {
        let line = text.unicodeScalars.map { scalar -> Character in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                || [0x2028, 0x2029, 0xFEFF].contains(scalar.value)
                ? " " : Character(scalar)
        }
        return line.count > 600 ? String(line.prefix(600)) + "…" : String(line)
    }

    /// The text as lines of a comment under `datasets`, broken between words.
    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + word.count < 105 {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(lines.isEmpty ? "  # " + word : "  #   " + word)
            }
        }
        return lines
    }

    /// `file` as seen from the folder of `suite`.
    private static func relative(_ file: String, to suite: String) -> String {
        guard !file.hasPrefix("/") else { return file }
        let folder = URL(fileURLWithPath: suite).deletingLastPathComponent().standardizedFileURL
            .pathComponents
        let target = URL(fileURLWithPath: file).standardizedFileURL.pathComponents
        var shared = 0
        while shared < min(folder.count, target.count - 1), folder[shared] == target[shared] { shared += 1 }
        return ([String](repeating: "..", count: folder.count - shared) + target[shared...]).joined(
            separator: "/")
    }
}
