import Primitives
import Records
import Synchronization
import Training

/// The trace of a cell: a row per observed step, with the learning curves in the last row of each epoch.
///
/// Safe from any thread.
public final class StepTraceTable: Sendable {
    private struct Contents {
        var steps: [StepObservation] = []
        var curves: [[CurvePoint]] = []
    }

    private let contents = Mutex(Contents())

    /// An empty trace.
    public init() {}

    /// How many steps were seen.
    public var count: Int { contents.withLock { $0.steps.count } }

    /// Adds a step.
    func add(_ step: StepObservation) {
        contents.withLock {
            $0.steps.append(step)
            $0.curves.append([])
        }
    }

    /// Adds what an epoch added to the learning curves to the last step.
    func add(_ points: ArraySlice<CurvePoint>) {
        contents.withLock {
            guard !$0.curves.isEmpty else { return }
            $0.curves[$0.curves.count - 1] += points
        }
    }

    /// The columns that every step has.
    private static let fixed = [
        "epoch", "step", "rows", "loss", "parameter_norm", "update_norm", "gradient_norm",
    ]

    private static func fixed(_ step: StepObservation) -> [JSONValue] {
        [
            .integer(step.epoch), .integer(step.step), .integer(step.rows), .real(Double(step.loss)),
            .real(step.parameterNorm), .real(step.updateNorm), .real(step.gradientNorm),
        ]
    }

    private static func name(_ point: CurvePoint) -> String { "\(point.part.rawValue).\(point.name)" }

    /// Comma-separated values with a header; a step without a value has an empty field.
    ///
    /// The columns after the fixed ones are the scalars that methods recorded, then the curves, in the order of
    /// their first appearance. Numbers are the shortest that read back as the same.
    public var csv: String {
        let contents = contents.withLock { $0 }
        var columns: [String] = []
        var places: [String: Int] = [:]
        func place(_ name: String) {
            guard places[name] == nil else { return }
            places[name] = columns.count
            columns.append(name)
        }
        for step in contents.steps { step.scalars.forEach { place($0.name) } }
        for points in contents.curves { points.forEach { place(Self.name($0)) } }
        var text = CSVLine.text(Self.fixed + columns)
        for (step, points) in zip(contents.steps, contents.curves) {
            var fields = [String](repeating: "", count: columns.count)
            for scalar in step.scalars { fields[places[scalar.name]!] = CSVLine.number(Double(scalar.value)) }
            for point in points { fields[places[Self.name(point)]!] = CSVLine.number(point.value) }
            text += CSVLine.text(Self.fixed(step).map { CSVLine.number($0.number!) } + fields)
        }
        return text
    }

    /// A JSON object per step and line.
    public var jsonLines: String {
        let contents = contents.withLock { $0 }
        var text = ""
        for (step, points) in zip(contents.steps, contents.curves) {
            var members = Dictionary(uniqueKeysWithValues: zip(Self.fixed, Self.fixed(step)))
            if !step.scalars.isEmpty {
                members["scalars"] = .object(
                    Dictionary(
                        step.scalars.map { ($0.name, .real(Double($0.value))) }, uniquingKeysWith: { $1 }))
            }
            if !points.isEmpty {
                members["curves"] = .object(
                    Dictionary(points.map { (Self.name($0), .real($0.value)) }, uniquingKeysWith: { $1 }))
            }
            text += JSONValue.object(members).canonical + "\n"
        }
        return text
    }
}

/// Lines of comma-separated values.
private enum CSVLine {
    static func text(_ fields: [String]) -> String {
        fields.map { field in
            guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
            return "\""
                + field.split(separator: "\"", omittingEmptySubsequences: false)
                .joined(separator: "\"\"") + "\""
        }.joined(separator: ",") + "\n"
    }

    /// What pandas and R read; `NaN`, `Infinity` and `-Infinity` for what is not finite.
    static func number(_ value: Double) -> String {
        let text = JSONValue.canonicalNumber(value)
        return value.isFinite ? text : String(text.dropFirst().dropLast())
    }
}
