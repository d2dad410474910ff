import Testing

@testable import Runner

@Suite("limits as people write them, and what deaths say")
struct LimitTests {
    @Test("amounts of memory")
    func memory() {
        let amounts: [(String, Int?)] = [
            ("1", 1), ("512MiB", 512 << 20), ("2GiB", 2 << 30), ("1.5GB", 1_500_000_000), ("3kB", 3000),
            ("7B", 7), ("none", .max), ("", nil), ("GiB", nil), ("-1", nil), ("0", nil), ("2 gigs", nil),
            ("nan", nil), ("1e30", nil),
        ]
        for (text, bytes) in amounts { #expect(MemorySize(argument: text)?.bytes == bytes, "\(text)") }
    }

    @Test("times")
    func times() {
        #expect(TimeLimit(argument: "2.5")?.seconds == 2.5)
        #expect(TimeLimit(argument: "none") != nil && TimeLimit(argument: "none")?.seconds == nil)
        for text in ["0", "-1", "nan", "inf", "soon", ""] { #expect(TimeLimit(argument: text) == nil) }
        #expect(TimeLimit.standard.description == "3600")
    }

    @Test("failpoints are read; what makes no sense is left out")
    func failpoints() {
        #expect(
            Failpoint.parse("trap:sam,loop:mixup,nonsense:x,exit,allocate:l2")
                == [
                    Failpoint(fault: .trap, method: "sam"), Failpoint(fault: .loop, method: "mixup"),
                    Failpoint(fault: .allocate, method: "l2"),
                ])
    }

    @Test("the cause of a death names the signal and the last words")
    func deaths() {
        let error =
            "noise\nSwift/Array.swift:1: Fatal error: Index out of range\nCurrent stack trace:\n0 foo\n"
        #expect(
            WorkerDeath.cause(.signaled(5), error: error)
                == "its worker was killed by signal 5 (SIGTRAP): Swift/Array.swift:1: Fatal error: Index out of range"
        )
        #expect(WorkerDeath.cause(.exited(3), error: "") == "its worker exited with 3")
        #expect(
            WorkerDeath.isOutOfMemory(
                "Fatal error: failed to allocate 16777216 bytes of memory with alignment 63"))
        #expect(!WorkerDeath.isOutOfMemory(error))
    }
}
