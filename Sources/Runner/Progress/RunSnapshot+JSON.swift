import Primitives
import Records

extension RunSnapshot {
    /// The members that a status file and a progress event have of it.
    ///
    /// Curves are left out where `hasCurves` is false.
    func members(hasCurves: Bool) -> [String: JSONValue] {
        [
            "total": .integer(total), "reused": .integer(reused), "done": .integer(done),
            "failures": .object(
                Dictionary(uniqueKeysWithValues: failures.map { ($0.key.rawValue, .integer($0.value)) })),
            "retried": .integer(retried), "workers_died": .integer(workersDied),
            "quarantined": .integer(quarantined), "elapsed_seconds": .seconds(elapsed),
            "cells_per_second": rate.map(JSONValue.real) ?? .null,
            "seconds_left": secondsLeft.map(JSONValue.seconds) ?? .null,
            "workers": .array(workers.map { $0.json(hasCurves: hasCurves) }),
            "best": .array(best.map(\.json)),
            "recent_failures": .array(recentFailures.map(\.json)),
        ]
    }

    /// What those members say; nil where something essential is missing.
    init?(members json: JSONValue) {
        guard let total = json["total"]?.integer, let done = json["done"]?.integer else { return nil }
        self.init(
            total: total, reused: json["reused"]?.integer ?? 0, done: done, failures: [:],
            retried: json["retried"]?.integer ?? 0, workersDied: json["workers_died"]?.integer ?? 0,
            quarantined: json["quarantined"]?.integer ?? 0,
            elapsed: json["elapsed_seconds"]?.number ?? 0, rate: json["cells_per_second"]?.number,
            secondsLeft: json["seconds_left"]?.number,
            workers: json.list("workers").compactMap(Worker.init(json:)),
            best: json.list("best").compactMap(Best.init(json:)),
            recentFailures: json.list("recent_failures").compactMap(Failure.init(json:)))
        for kind in Status.Kind.allCases {
            failures[kind] = json["failures"]?[kind.rawValue]?.integer
        }
    }
}

extension RunSnapshot.Worker {
    func json(hasCurves: Bool) -> JSONValue {
        [
            "worker": .integer(number), "process_id": process.map { .integer(Int($0)) } ?? .null,
            "cell": cell.map { $0.json(hasCurves: hasCurves) } ?? .null,
        ]
    }

    init?(json: JSONValue) {
        guard let number = json["worker"]?.integer else { return nil }
        self.init(
            number: number, process: json["process_id"]?.integer.flatMap { Int32(exactly: $0) },
            cell: json["cell"].flatMap(RunSnapshot.Cell.init(json:)))
    }
}

extension RunSnapshot.Cell {
    func json(hasCurves: Bool) -> JSONValue {
        var members: [String: JSONValue] = [
            "cell": .string(identity), "label": .string(label), "seconds": .seconds(seconds),
            "epoch": .integer(epoch), "epochs": .integer(epochs),
            "loss": loss.map(JSONValue.real) ?? .null, "metric": metric.map(\.json) ?? .null,
        ]
        if hasCurves { members["curves"] = .array(curves.map(\.json)) }
        return .object(members)
    }

    init?(json: JSONValue) {
        guard let identity = json["cell"]?.text, let label = json["label"]?.text else { return nil }
        self.init(
            identity: identity, label: label, seconds: json["seconds"]?.number ?? 0,
            epoch: json["epoch"]?.integer ?? 0, epochs: json["epochs"]?.integer ?? 0,
            loss: json["loss"]?.real, metric: json["metric"].flatMap(MetricValue.init(json:)),
            curves: json.list("curves").compactMap(CurveTrace.init(json:)))
    }
}

extension MetricValue {
    fileprivate var json: JSONValue {
        ["part": .string(part.rawValue), "name": .string(name), "value": .real(value)]
    }

    fileprivate init?(json: JSONValue) {
        guard let part = json["part"]?.text.flatMap(DataPart.init(rawValue:)), let name = json["name"]?.text,
            let value = json["value"]?.real
        else { return nil }
        self.init(part: part, name: name, value: value)
    }
}

extension CurveTrace {
    fileprivate var json: JSONValue {
        [
            "part": .string(part.rawValue), "name": .string(name),
            "points": .array(points.map { [.integer($0.epoch), .real($0.value)] }),
        ]
    }

    fileprivate init?(json: JSONValue) {
        guard let part = json["part"]?.text.flatMap(DataPart.init(rawValue:)), let name = json["name"]?.text
        else { return nil }
        self.init(
            part: part, name: name,
            points: json.list("points").compactMap { pair in
                guard case .array(let pair) = pair, pair.count == 2, let epoch = pair[0].integer,
                    let value = pair[1].real
                else { return nil }
                return Point(epoch: epoch, value: value)
            })
    }
}

extension RunSnapshot.Best {
    var json: JSONValue {
        [
            "dataset": .string(dataset), "metric": .string(metric), "part": .string(part.rawValue),
            "method": .string(method), "mean": .real(mean), "cells": .integer(cells),
        ]
    }

    fileprivate init?(json: JSONValue) {
        guard let dataset = json["dataset"]?.text, let metric = json["metric"]?.text,
            let part = json["part"]?.text.flatMap(DataPart.init(rawValue:)),
            let method = json["method"]?.text, let mean = json["mean"]?.real,
            let cells = json["cells"]?.integer
        else { return nil }
        self.init(dataset: dataset, metric: metric, part: part, method: method, mean: mean, cells: cells)
    }
}

extension RunSnapshot.Failure {
    /// Causes may hold what a worker said on its way down; only their beginning is told.
    private static let causeLimit = 400

    var json: JSONValue {
        [
            "cell": .string(identity), "label": .string(label), "status": .string(status.kind.rawValue),
            "cause": status.cause.map { .string(String($0.prefix(Self.causeLimit))) } ?? .null,
            "final": .boolean(isFinal),
        ]
    }

    fileprivate init?(json: JSONValue) {
        guard let identity = json["cell"]?.text, let label = json["label"]?.text,
            let kind = json["status"]?.text.flatMap(Status.Kind.init(rawValue:))
        else { return nil }
        let isFinal = json["final"] != .boolean(false)
        self.init(
            identity: identity, label: label, status: Status(kind: kind, cause: json["cause"]?.text),
            isFinal: isFinal)
    }
}

extension JSONValue {
    /// Seconds to the millisecond.
    static func seconds(_ value: Double) -> JSONValue {
        .real(value.isFinite ? (value * 1000).rounded() / 1000 : value)
    }

    /// The elements under `key`; none where there is no list.
    fileprivate func list(_ key: String) -> [JSONValue] {
        if case .array(let elements)? = self[key] { elements } else { [] }
    }

    /// A number as the canonical form writes it, NaN and the infinities by name.
    fileprivate var real: Double? {
        switch self {
        case .string("NaN"): .nan
        case .string("Infinity"): .infinity
        case .string("-Infinity"): -.infinity
        default: number
        }
    }
}
