import Primitives
import Records

/// Reads the text of a baseline's file, and says of what is wrong with it where that is and what to do.
struct BaselineReader {
    let text: String
    let file: String

    init(_ text: String, file: String) {
        self.text = text
        self.file = file
    }

    /// What the text says.
    func baseline() throws(BenchError) -> Baseline {
        try refuseMarkers()
        let document = try parsed()
        guard let schema = document["schema"]?.integer else {
            throw error("this is no baseline: it does not say its \"schema\"", near: nil)
        }
        guard schema <= Baseline.schemaVersion else {
            throw error(
                "schema \(schema) was written by a newer program; this one reads up to "
                    + "\(Baseline.schemaVersion)",
                near: "\"schema\"", remedy: "use that program, or save the baseline again with this one")
        }
        guard schema >= 1 else { throw error("schema \(schema) does not exist", near: "\"schema\"") }
        let header = try members(
            document, "a baseline", ["schema", "suite", "program", "numerics", "note", "configurations"],
            near: nil)
        guard let numerics = header["numerics"]?.integer else {
            throw error("\"numerics\" must be an integer", near: "\"numerics\"")
        }
        var configurations: [GateMeasurements.Configuration] = []
        var labels: Set<GateMeasurements.Labels> = []
        for element in try list(header["configurations"]!, "configurations", near: "\"configurations\"") {
            let configuration = try configuration(element, numerics: numerics)
            guard labels.insert(configuration.labels).inserted else {
                throw error(
                    "the configuration \(configuration.labels) stands twice",
                    near: place(of: configuration.labels), last: true, remedy: Self.again)
            }
            configurations.append(configuration)
        }
        let note = header["note"]!
        guard note == .null || note.text != nil else {
            throw error("\"note\" must be text", near: "\"note\"")
        }
        return Baseline(
            note: note.text,
            measurements: GateMeasurements(
                suite: try string(header["suite"]!, "suite", near: "\"suite\""),
                programVersion: try string(header["program"]!, "program", near: "\"program\""),
                numericsVersion: numerics, configurations: configurations.sorted { $0.labels < $1.labels }))
    }

    /// What helps against most faults.
    static let again = "save the baseline again"

    private func configuration(
        _ element: JSONValue, numerics: Int
    ) throws(BenchError) -> GateMeasurements.Configuration {
        let parts = try members(
            element, "a configuration", ["dataset", "model", "method", "specification", "cells", "costs"],
            near: ["dataset", "model", "method"].lazy.compactMap { element[$0]?.text }.first.map {
                JSONValue.string($0).canonical
            })
        let labels = GateMeasurements.Labels(
            dataset: try string(parts["dataset"]!, "dataset", near: "\"dataset\""),
            model: try string(parts["model"]!, "model", near: "\"model\""),
            method: try string(parts["method"]!, "method", near: "\"method\""))
        let place = place(of: labels)
        let specification = parts["specification"]!
        guard let identities = CellConfiguration.Identities(canonical: specification),
            specification["seed"] == nil, specification["numerics"]?.integer == numerics
        else {
            throw error(
                "the specification of \(labels) is not one of numerics version \(numerics) without a seed",
                near: place, remedy: "it was edited by hand or merged wrongly: " + Self.again)
        }
        var cells: [GateMeasurements.Cell] = []
        var seeds: Set<Int> = []
        for element in try list(parts["cells"]!, "cells", near: place) {
            let cell = try cell(element, of: labels)
            guard seeds.insert(cell.seed).inserted else {
                throw error(
                    "the seed \(cell.seed) of \(labels) stands twice", near: cell.identity.description,
                    last: true, remedy: "a merge may have kept both sides: remove one, or " + Self.again)
            }
            guard cell.identity == identities.identity(seed: cell.seed) else {
                throw error(
                    "the cell of \(labels), seed \(cell.seed), is not that of its specification and seed",
                    near: cell.identity.description,
                    remedy: "it was edited by hand or merged wrongly: " + Self.again)
            }
            cells.append(cell)
        }
        return GateMeasurements.Configuration(
            labels: labels, specification: specification, cells: cells.sorted { $0.seed < $1.seed },
            costs: try costs(parts["costs"]!, of: labels))
    }

    private func cell(
        _ element: JSONValue, of labels: GateMeasurements.Labels
    ) throws(BenchError) -> GateMeasurements.Cell {
        let near = element["cell"]?.text ?? place(of: labels)
        let parts = try members(
            element, "a cell of \(labels)", ["seed", "status", "values", "cell", "parameters"], near: near)
        guard let seed = parts["seed"]!.integer, seed >= 0 else {
            throw error("\"seed\" must be an integer from 0", near: near)
        }
        guard let kind = parts["status"]!.text.flatMap(Status.Kind.init) else {
            throw error(
                "\"status\" must be one of " + Status.Kind.allCases.map(\.rawValue).joined(separator: ", "),
                near: near)
        }
        guard let identity = parts["cell"]!.text.flatMap(Digest.init(hexadecimal:)) else {
            throw error("\"cell\" must be 64 hexadecimal digits", near: near)
        }
        var digest: Digest?
        if parts["parameters"]! != .null {
            digest = parts["parameters"]!.text.flatMap(Digest.init(hexadecimal:))
            guard digest != nil else {
                throw error("\"parameters\" must be 64 hexadecimal digits, or null", near: near)
            }
        }
        var values: [ResultTable.Measure: Double] = [:]
        guard case .object(let named) = parts["values"]! else {
            throw error("\"values\" must be a mapping", near: near)
        }
        for name in named.keys.sorted() {
            guard let dot = name.firstIndex(of: "."), let part = DataPart(rawValue: String(name[..<dot])),
                name.index(after: dot) < name.endIndex, let value = number(named[name]!)
            else {
                throw error(
                    "\"values\" gives numbers under names like \"test.accuracy\", not "
                        + "\(JSONValue.string(name).canonical): \(named[name]!.canonical)", near: near)
            }
            values[.init(part: part, name: String(name[name.index(after: dot)...]))] = value
        }
        guard kind == .completed || values.isEmpty else {
            throw error("a cell that is not completed has no values", near: near)
        }
        return GateMeasurements.Cell(
            seed: seed, identity: CellIdentity(identity), status: Status(kind: kind, cause: nil),
            values: values, parametersDigest: digest)
    }

    private func costs(
        _ element: JSONValue, of labels: GateMeasurements.Labels
    ) throws(BenchError) -> [GateRules.Cost: [Double]] {
        let place = place(of: labels)
        guard case .object(let named) = element else {
            throw error("\"costs\" must be a mapping", near: place)
        }
        var costs: [GateRules.Cost: [Double]] = [:]
        for name in named.keys.sorted() {
            guard let cost = GateRules.Cost(rawValue: name) else {
                throw error(
                    "unknown cost \"\(name)\" of \(labels)", near: place,
                    remedy: "known: " + GateRules.Cost.allCases.map(\.rawValue).joined(separator: ", "))
            }
            var values: [Double] = []
            for value in try list(named[name]!, name, near: place) {
                guard let value = value.number, value > 0 else {
                    throw error("the \(name) of \(labels) must be positive numbers", near: place)
                }
                values.append(value)
            }
            costs[cost] = values
        }
        return costs
    }
}
