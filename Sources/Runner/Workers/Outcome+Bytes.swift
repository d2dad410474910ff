import Primitives
import Records

extension ByteWriter {
    /// An outcome with every bit of its numbers.
    mutating func write(_ outcome: Outcome) {
        write(outcome.status.kind.rawValue)
        write(optional: outcome.status.cause) { $0.write($1) }
        write(list: outcome.metrics) { writer, metric in
            writer.write(metric.part.number)
            writer.write(metric.name)
            writer.write(metric.value)
        }
        write(outcome.curves)
        write(optional: outcome.parametersDigest) { $0.write($1) }
        write(optional: outcome.predictionsDigest) { $0.write($1) }
        write(list: outcome.predictions) { writer, predictions in
            writer.write(predictions.part.number)
            writer.write(predictions.width)
            writer.write(predictions.values)
        }
        write(outcome.startedAt)
        write(outcome.wallNanoseconds)
        write(outcome.cpuNanoseconds)
        write(optional: outcome.peakBytes) { $0.write($1) }
    }

    /// Curves, each name once.
    mutating func write(_ points: [CurvePoint]) {
        var numbers: [String: UInt16] = [:]
        var names: [String] = []
        for point in points where numbers[point.name] == nil {
            numbers[point.name] = UInt16(names.count)
            names.append(point.name)
        }
        write(list: names) { $0.write($1) }
        write(list: points) { writer, point in
            writer.write(UInt32(point.epoch))
            writer.write(point.part.number)
            writer.write(numbers[point.name]!)
            writer.write(point.value)
        }
    }
}

extension ByteReader {
    mutating func outcome() throws(MalformedMessage) -> Outcome {
        let kind = try text()
        guard let kind = Status.Kind(rawValue: kind) else {
            throw MalformedMessage(description: "the unknown status \"\(kind)\"")
        }
        let cause = try optional { reader throws(MalformedMessage) in try reader.text() }
        let metrics = try list { reader throws(MalformedMessage) in
            MetricValue(part: try reader.part(), name: try reader.text(), value: try reader.real())
        }
        let curves = try points()
        let digests = try (0..<2).map { _ throws(MalformedMessage) in
            try optional { reader throws(MalformedMessage) in try reader.digest() }
        }
        let predictions = try list { reader throws(MalformedMessage) in
            PartPredictions(
                part: try reader.part(), width: try reader.integer(Int.self), values: try reader.floats())
        }
        return Outcome(
            status: Status(kind: kind, cause: cause), metrics: metrics, curves: curves,
            parametersDigest: digests[0], predictionsDigest: digests[1], predictions: predictions,
            startedAt: try real(), wallNanoseconds: try integer(Int.self),
            cpuNanoseconds: try integer(Int.self),
            peakBytes: try optional { reader throws(MalformedMessage) in try reader.integer(Int.self) })
    }

    mutating func points() throws(MalformedMessage) -> [CurvePoint] {
        let names = try list { reader throws(MalformedMessage) in try reader.text() }
        return try list { reader throws(MalformedMessage) in
            let epoch = Int(try reader.integer(UInt32.self))
            let part = try reader.part()
            let number = Int(try reader.integer(UInt16.self))
            guard names.indices.contains(number) else {
                throw MalformedMessage(description: "a curve without a name")
            }
            return CurvePoint(epoch: epoch, part: part, name: names[number], value: try reader.real())
        }
    }

    private mutating func part() throws(MalformedMessage) -> DataPart {
        let number = Int(try integer(UInt8.self))
        guard DataPart.allCases.indices.contains(number) else {
            throw MalformedMessage(description: "the unknown part \(number) of the data")
        }
        return DataPart.allCases[number]
    }
}

extension DataPart {
    fileprivate var number: UInt8 {
        switch self {
        case .train: 0
        case .validation: 1
        case .test: 2
        }
    }
}
