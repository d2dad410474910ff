import Primitives
import Testing

@Suite("Names of stores' files")
struct StoreFileNameTests {
    @Test("the three endings, in any case, and nothing else")
    func endings() {
        for word in ["bench.sqlite", "a/b.sqlite3", "OLD.DB"] {
            #expect(StoreFileName.isOne(word), "\(word)")
        }
        for word in ["main", "main.json", "sqlite", "db", "a.sqlite/b"] {
            #expect(!StoreFileName.isOne(word), "\(word)")
        }
    }
}
