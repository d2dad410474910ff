import Primitives
import Records
import Testing

@testable import Runner

@Suite("what coordinator and worker say to each other")
struct WorkerProtocolTests {
    private static let points = [
        CurvePoint(epoch: 1, part: .train, name: "loss", value: 0.1),
        CurvePoint(epoch: 1, part: .validation, name: "accuracy", value: -0.0),
        CurvePoint(epoch: 2, part: .train, name: "loss", value: .infinity),
    ]

    private static let outcome = Outcome(
        status: .diverged("größer als ∞"),
        metrics: [
            MetricValue(part: .test, name: "accuracy", value: Double(bitPattern: 0x7FF8_0000_0000_1234)),
            MetricValue(part: .train, name: "", value: .leastNonzeroMagnitude),
        ], curves: points, parametersDigest: SHA256.hash("a"), predictionsDigest: nil,
        predictions: [PartPredictions(part: .validation, width: 2, values: [1, -0.0, .nan, .infinity])],
        startedAt: 1.5, wallNanoseconds: .max, cpuNanoseconds: -1, peakBytes: 7)

    private static let requests: [WorkerProtocol.Request] = [
        .settings(.init(instructionSet: "avx2", jobs: 3, memory: nil)),
        .settings(.init(instructionSet: "", jobs: 1024, memory: 1 << 40)),
        .recipe(number: 7, text: "{\"é\":1}"), .configuration(number: 1, recipe: 7, text: "{}"),
        .cell(
            number: 99, configuration: 1, seed: -3, identity: CellIdentity(SHA256.hash("b")),
            keepsPredictions: true), .discard,
    ]

    private static let replies: [WorkerProtocol.Reply] = [
        .ready(version: 1), .began(cell: 4), .epoch(cell: 4, points: points), .outcome(cell: 4, outcome),
        .discarded, .fault(code: 65, message: "gone", remedy: "put it back"),
    ]

    @Test("every request comes back as it was")
    func requests() throws {
        for request in Self.requests { #expect(try WorkerProtocol.Request(request.bytes) == request) }
    }

    @Test("every bit of an outcome comes back")
    func outcome() throws {
        guard case .outcome(4, let read) = try WorkerProtocol.Reply(Self.replies[3].bytes) else {
            Issue.record("another kind")
            return
        }
        let written = Self.outcome
        #expect(read.status == written.status)
        #expect(read.metrics.map(\.name) == written.metrics.map(\.name))
        #expect(read.metrics.map(\.part) == written.metrics.map(\.part))
        #expect(read.metrics.map(\.value.bitPattern) == written.metrics.map(\.value.bitPattern))
        #expect(read.curves.map(\.value.bitPattern) == written.curves.map(\.value.bitPattern))
        #expect(read.curves.map(\.name) == written.curves.map(\.name))
        #expect(read.curves.map(\.epoch) == written.curves.map(\.epoch))
        #expect(read.parametersDigest == written.parametersDigest)
        #expect(read.predictionsDigest == nil)
        #expect(
            read.predictions[0].values.map(\.bitPattern) == written.predictions[0].values.map(\.bitPattern))
        #expect(read.wallNanoseconds == .max && read.cpuNanoseconds == -1 && read.peakBytes == 7)
    }

    @Test("a message that is cut short, too long or changed in a byte is refused or read, never a trap")
    func damage() throws {
        for bytes in Self.requests.map(\.bytes) {
            for length in bytes.indices {
                #expect(throws: MalformedMessage.self) { try WorkerProtocol.Request(Array(bytes[..<length])) }
            }
            #expect(throws: MalformedMessage.self) { try WorkerProtocol.Request(bytes + [0]) }
        }
        for bytes in Self.replies.map(\.bytes) {
            for length in bytes.indices {
                #expect(throws: MalformedMessage.self) { try WorkerProtocol.Reply(Array(bytes[..<length])) }
            }
            for place in bytes.indices {
                for value: UInt8 in [0, 1, 127, 128, 255] {
                    var changed = bytes
                    changed[place] = value
                    _ = try? WorkerProtocol.Reply(changed)
                }
            }
        }
    }

    @Test("what came before a message that is none counts")
    func badFrame() {
        var buffer = FrameBuffer()
        for bytes in [Self.replies[1].bytes, Self.replies[3].bytes, [77], Self.replies[1].bytes] {
            buffer.append(FrameBuffer.frame(bytes))
        }
        let (replies, fault) = buffer.replies()
        #expect(replies.count == 2 && fault != nil)
    }

    @Test("a stream comes apart into its frames wherever it is cut")
    func frames() throws {
        let payloads = Self.replies.map(\.bytes) + [[]]
        let stream = payloads.flatMap(FrameBuffer.frame)
        for step in [1, 2, 3, 5, 17, stream.count] {
            var buffer = FrameBuffer()
            var read: [[UInt8]] = []
            for start in stride(from: 0, to: stream.count, by: step) {
                buffer.append(stream[start..<min(start + step, stream.count)])
                while let frame = try buffer.next() { read.append(frame) }
            }
            #expect(read == payloads)
        }
        var buffer = FrameBuffer()
        buffer.append([255, 255, 255, 255])
        #expect(throws: MalformedMessage.self) { try buffer.next() }
    }

    @Test("a recipe comes back from its JSON")
    func recipes() throws {
        let plan = try SuitePlan(
            text: """
                version: 1
                name: recipes
                seeds: 1
                datasets:
                  - id: moons
                    kind: two-moons
                    n: 60
                    corruptions: [{id: asymmetric-label-noise, rate: 0.1}]
                models: [{kind: mlp, hidden: [4]}]
                methods: [baseline]
                training: {epochs: 1}
                """, path: "recipes.yaml")
        let recipe = plan.library.recipe("moons")
        let text = recipe.json.canonical
        let read = try DatasetRecipe(json: JSONParser.parse(text), vocabulary: Catalogue.vocabulary)
        #expect(read == recipe)
        #expect(throws: BenchError.self) { try DatasetRecipe(json: [:], vocabulary: Catalogue.vocabulary) }
    }
}
