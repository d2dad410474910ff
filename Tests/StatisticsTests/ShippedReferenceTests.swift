import Primitives
import Statistics
import Testing

/// What `bench selfcheck` prints.
@Suite("Shipped references of the statistics") struct ShippedReferenceTests {
    @Test("all agree as far as they say") func agreement() {
        let checks = StatisticsReferences.all
        #expect(checks.count > 150)
        for check in checks {
            #expect(
                check.agrees,
                "\(check.procedure), \(check.quantity): \(check.expected), ours \(check.obtained)")
        }
    }

    @Test("no two lines have one name") func names() {
        var seen: Set<String> = []
        for check in StatisticsReferences.all {
            let name = "\(check.procedure), \(check.quantity), \(check.source)"
            #expect(seen.insert(name).inserted, "\(name)")
        }
    }
}
