import Numerics
import Testing

@testable import TensorCore

/// What a recording holds; that it can be run again, `scripts/check-arm64` shows.
@Suite("Recordings of plans")
struct PlanRecorderTests {
    private func growth(_ recorder: PlanRecorder, _ body: () -> Void) -> Int {
        let before = recorder.bytes.count
        PlanRecorder.$current.withValue(recorder, operation: body)
        return recorder.bytes.count - before
    }

    @Test("a plan is recorded once, and a buffer when the host has written to it")
    func contents() {
        let count = 100
        let graph = Graph()
        var program = Program(graph: graph)
        program.assign(graph.state("x", [count]) + graph.data("y", [count]), to: "x")
        let execution = PlanExecution(Compiler.compile(program), seed: 0)
        let (x, y) = (FloatBuffer(count: count), FloatBuffer([Float](repeating: 1, count: count)))
        let recorder = PlanRecorder()
        func run() {
            execution.run([.state("x"): x, .data("y"): y], first: 0, count: 1, on: .best)
        }

        let first = growth(recorder, run)
        // Two buffers with tag, number and length.
        #expect(first > 2 * (4 * count + 3 * 8))
        let second = growth(recorder, run)
        #expect(x[0] == 2)
        // Tag, plan, first step, count, no keys, two buffers, digest.
        #expect(second == 8 * (4 + 1 + 3 + 1))
        y[7] = 3
        #expect(growth(recorder, run) == second + 4 * count + 3 * 8)
    }

    @Test("the digest of a run does not see which NaN it made")
    func digests() {
        func digest(_ bits: [UInt32]) -> [UInt8] {
            let graph = Graph()
            var program = Program(graph: graph)
            program.assign(graph.data("y", [bits.count]) * Float(1), to: "x")
            let buffers: [BufferName: FloatBuffer] = [
                .data("y"): FloatBuffer(bits.map(Float.init(bitPattern:))),
                .state("x"): FloatBuffer(count: bits.count),
            ]
            let recorder = PlanRecorder()
            PlanRecorder.$current.withValue(recorder) {
                PlanExecution(Compiler.compile(program), seed: 0)
                    .run(buffers, first: 0, count: 1, on: .best)
            }
            return Array(recorder.bytes.suffix(8))
        }
        #expect(digest([0x7fc0_0000, 0x3f80_0000]) == digest([0xffc0_0001, 0x3f80_0000]))
        #expect(digest([0x7fc0_0000, 0x3f80_0000]) != digest([0x7fc0_0000, 0x3f80_0001]))
    }
}
