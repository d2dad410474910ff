import Gating
import Primitives
import Testing

@Suite("What a gate's verdicts mean")
struct GateVerdictTests {
    @Test("the worst verdict counts, and a gate without rows has measured nothing") func worst() {
        #expect(GateVerdict.worst([.pass, .improved, .inconclusive, .regressed]) == .regressed)
        #expect(GateVerdict.worst([.pass, .improved]) == .improved)
        #expect(GateVerdict.worst([.pass, .incomparable, .inconclusive]) == .incomparable)
        #expect(GateVerdict.worst([]) == .nothingMeasured)
    }

    @Test("every verdict has the exit code of the design") func exitCodes() {
        let codes = GateVerdict.allCases.map { $0.exitCode(inconclusivePasses: false).rawValue }
        #expect(codes == [1, 4, 4, 3, 0, 0])
        #expect(GateVerdict.inconclusive.exitCode(inconclusivePasses: true) == .success)
    }
}
