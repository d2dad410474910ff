import Primitives
import Store

struct MergeStub { var conflicts: [String] }
extension Store {
    func merge(from other: Store) throws(BenchError) -> MergeStub { MergeStub(conflicts: []) }
}
