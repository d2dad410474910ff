import Testing

@testable import Runner

@Suite("Names of shards and ranges of positions")
struct ShardFileTests {
    private func file(_ cells: Int, complete: Bool = false, unique: String = "u") -> ShardFile {
        ShardFile(
            shard: 3, count: 8, isComplete: complete, cells: cells, attempt: "round1-restart0", node: "node1",
            unique: unique)
    }

    @Test("a name says everything and reads back")
    func names() {
        let name = file(12, complete: true).name
        #expect(name == "shard-3-of-8.complete.12.round1-restart0.node1.u.sqlite")
        #expect(ShardFile(name: name) == file(12, complete: true))
        #expect(ShardFile(name: file(4).name) == file(4))
    }

    @Test("a node's name with dots, blanks or slashes does not break the name")
    func oddNodes() {
        let odd = ShardFile(
            shard: 1, count: 1, isComplete: true, cells: 1, attempt: "", node: "a.b/c d", unique: "x-1")
        #expect(odd.node == "a_b_c_d" && odd.attempt == "_")
        #expect(ShardFile(name: odd.name) == odd)
    }

    @Test(
        "other files are none",
        arguments: [
            "", "shard.sqlite", "shard-9-of-8.complete.1.a.b.c.sqlite", "shard-0-of-8.complete.1.a.b.c.sqlite",
            "shard-1-of-8.whole.1.a.b.c.sqlite", "shard-1-of-8.partial.-1.a.b.c.sqlite",
            "shard-1-of-8.partial.1.a..c.sqlite", "shard-1-of-8.partial.1.a.b.c.sqlite-wal",
            ".shard-1-of-8.partial.1.a.b.c.sqlite.4711",
        ])
    func others(_ name: String) { #expect(ShardFile(name: name) == nil) }

    @Test("the best file is a complete one, else the one with the most cells, whatever the order")
    func best() {
        let files = [file(3), file(7), file(5, complete: true), file(5, complete: true, unique: "t")]
        #expect(ShardFile.best(of: files) == files[3])
        #expect(ShardFile.best(of: files.reversed()) == files[3])
        #expect(ShardFile.best(of: Array(files[..<2])) == files[1])
        #expect(ShardFile.best(of: []) == nil)
    }

    @Test("positions are written as ranges and read back")
    func ranges() {
        for (positions, text) in [
            ([], ""), ([0], "0"), ([0, 1, 2], "0-2"), ([0, 1, 3, 7, 8], "0-1,3,7-8"),
        ] as [([Int], String)] {
            #expect(PositionRanges(positions).text == text)
            #expect(PositionRanges(text)?.positions == positions)
        }
        for text in ["a", "1,", ",1", "3-1", "1,1", "2-4,3", "-1", "1--2", "1-2-3"] {
            #expect(PositionRanges(text) == nil, "\(text)")
        }
    }

    @Test("every position is in one shard, and no shard has two more than another")
    func shards() {
        for count in [1, 2, 5, 17] {
            for total in [count, 17, 60, 61] where total >= count {
                let ranges = PositionRanges((0..<total).map { 3 * $0 })
                let parts = (1...count).map { ranges.shard($0, of: count) }
                #expect(parts.flatMap(\.self).sorted() == ranges.positions)
                #expect(parts.map(\.count) == (1...count).map { ranges.size(ofShard: $0, of: count) })
                #expect(parts.map(\.count).max()! - parts.map(\.count).min()! <= 1)
            }
        }
    }

    @Test("shards are about ten minutes of work, some per node, never more than cells or indices")
    func counts() {
        func count(_ settings: SlurmSettings, cells: Int = 10_000, seconds: Double, index: Int = 1000) -> Int {
            settings.shardCount(cells: cells, seconds: seconds, maximumIndex: index)
        }
        #expect(count(.init(), seconds: 1) == 2)
        #expect(count(.init(), seconds: 60_000) == 100)
        #expect(count(.init(processorsPerTask: 4), seconds: 60_000) == 25)
        #expect(count(.init(), seconds: 1e9) == 1000)
        #expect(count(.init(), seconds: 1e9, index: 100) == 100)
        #expect(count(.init(), cells: 7, seconds: 1e9) == 7)
        #expect(count(.init(nodes: 8), seconds: 1) == 16)
        #expect(count(.init(shards: 50), seconds: 1) == 50)
        #expect(count(.init(shards: 50), cells: 3, seconds: 1) == 3)
        #expect(count(.init(shards: 5000), seconds: 1, index: 1000) == 1000)
    }
}
