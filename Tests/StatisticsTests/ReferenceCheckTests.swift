import Primitives
import Statistics
import Testing

@Suite("Published values") struct ReferenceCheckTests {
    @Test("every statistic that is shipped agrees with those shipped beside it") func agree() {
        #expect(StatisticsReferences.all.count >= 30)
        for check in StatisticsReferences.all where !check.agrees {
            #expect(
                check.remark != nil,
                "\(check.procedure), \(check.quantity): \(check.obtained), not \(check.expected)")
        }
    }
}
