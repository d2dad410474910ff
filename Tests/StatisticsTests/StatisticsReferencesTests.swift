import Primitives
import Statistics
import Testing

@Suite("Published values") struct StatisticsReferencesTests {
    @Test("every procedure reproduces its published values as far as is claimed") func agreement() {
        let checks = StatisticsReferences.all
        #expect(checks.count > 80)
        for check in checks {
            #expect(
                check.agrees,
                "\(check.procedure), \(check.quantity): \(check.obtained), not \(check.expected)")
        }
    }
}
